package dev.logbell.processor.pattern;

import dev.logbell.processor.pattern.Token.Kind;
import java.util.List;

/**
 * Divides the first line of a text into words, marks and wildcards, in one pass that allocates nothing. The hash of what
 * it found is the same for all lines that differ in numbers, values and quoted text alone. Not thread-safe.
 */
final class LineScanner {
    static final int MOST_TOKENS = 64;

    private static final int LONGEST_WORD = 64;
    private static final int LONGEST_APOSTROPHES = 80;
    private static final int SENTINELS = 4;
    private static final long[] SPOKEN = {Hash.of("msg"), Hash.of("message"), Hash.of("event")};

    private final int longest;
    private final char[] chars;
    private final WordMask mask = new WordMask();
    private final ScannedTokens found;
    private boolean isSpaced;
    private int closingQuote;
    private boolean areQuotesClosed;

    /** Reads no more than that many characters of a line. */
    LineScanner(int longest) {
        this.longest = longest;
        this.chars = new char[longest + SENTINELS];
        this.found = new ScannedTokens(chars, mask, MOST_TOKENS);
    }

    /** Reads a line; returns the hash of its shape, 0 if it is blank. */
    long scan(String text) {
        int length = Math.min(text.length(), longest);
        text.getChars(0, length, chars, 0);
        for (int i = 0; i < SENTINELS; i++) {
            chars[length + i] = '\n';
        }
        found.clear();
        isSpaced = false;
        closingQuote = -1;
        areQuotesClosed = false;
        int at = 0;
        while (at < length && (CharacterKind.of(chars[at]) & (CharacterKind.SPACE | CharacterKind.END)) != 0) {
            at++;
        }
        int end = tokens(at);
        if (end == longest && text.length() > longest) {
            found.makeRoom();
            add(Kind.WILD, end, end, Hash.WILDCARD);
        }
        return found.shape();
    }

    /** Reads the line from there on; returns where it ended. */
    private int tokens(int start) {
        int at = start;
        while (true) {
            char c = chars[at];
            int kind = CharacterKind.of(c);
            if ((kind & CharacterKind.OF_WORD) != 0) {
                at = word(at);
            } else if ((kind & CharacterKind.SPACE) != 0) {
                isSpaced = true;
                at++;
                continue;
            } else if ((kind & CharacterKind.END) != 0) {
                return at;
            } else if (c == '<' && WordMask.isWildcard(chars, at)) {
                at = word(at);
            } else if (c == '"' || c == '`') {
                at = quoted(at, c);
            } else if (c == '\'') {
                at = apostrophe(at);
            } else {
                at = mark(at);
            }
            isSpaced = false;
            if (found.isFull()) {
                found.makeRoom();
                add(Kind.WILD, at, at, Hash.WILDCARD);
                return at;
            }
        }
    }

    private void add(Kind kind, int start, int end, long hash) {
        found.add(kind, start, end, hash, isSpaced);
    }

    private int word(int start) {
        int at = start;
        int seen = 0;
        boolean isValue = isValue(start);
        long hash = Hash.SEED;
        while (true) {
            char c = chars[at];
            int kind = CharacterKind.of(c);
            if ((kind & CharacterKind.OF_WORD) == 0) {
                if (c == '<' && WordMask.isWildcard(chars, at)) {
                    seen |= CharacterKind.DIGIT | CharacterKind.LETTER | CharacterKind.JOINER;
                    at += 3;
                    continue;
                }
                boolean isUrl = c == ':' && chars[at + 1] == '/' && chars[at + 2] == '/';
                if (!isUrl && !(at > start && isInside(c, at, seen, isValue))) {
                    break;
                }
                isValue |= isUrl;
                kind = CharacterKind.JOINER;
            }
            isValue |= c == '@' && at > start;
            hash = Hash.add(hash, c);
            seen |= kind;
            at++;
        }
        int end = at;
        while (end - 1 > start && (chars[end - 1] == '.' || chars[end - 1] == '!' || chars[end - 1] == '?')) {
            end--;
        }
        if (end < at && (seen & CharacterKind.DIGIT) == 0) {
            hash = hash(start, end);
        }
        boolean isWild = end - start > LONGEST_WORD || (isValue && (end - start > 1 || chars[start] != '/'));
        if (isWild || ((seen & CharacterKind.DIGIT) != 0 && !isMixed(start, end, seen))) {
            add(Kind.WILD, start, at, Hash.WILDCARD);
        } else if ((seen & CharacterKind.DIGIT) != 0) {
            add(Kind.MIXED, start, end, mask.hash());
        } else {
            add(Kind.WORD, start, at, Hash.mix(hash));
        }
        return at;
    }

    /** Whether another character is a part of the word around it: of 10:42:07, of /items?page=2, and of don't. */
    private boolean isInside(char c, int at, int seen, boolean isValue) {
        int next = CharacterKind.of(chars[at + 1]);
        if (isValue && (c == '=' || c == ':')) {
            return (next & CharacterKind.OF_WORD) != 0 || (c == ':' && chars[at + 1] == ':');
        }
        if (c == ':') {
            boolean isNumber = (seen & CharacterKind.DIGIT) != 0 || (seen & CharacterKind.BEYOND_HEX) == 0;
            return isNumber && ((next & CharacterKind.OF_WORD) != 0 || chars[at + 1] == ':');
        }
        return c == '\''
                && (next & CharacterKind.LETTER) != 0
                && (CharacterKind.of(chars[at - 1]) & CharacterKind.LETTER) != 0;
    }

    private long hash(int start, int end) {
        long hash = Hash.SEED;
        for (int i = start; i < end; i++) {
            hash = Hash.add(hash, chars[i]);
        }
        return hash;
    }

    /** Whether a word is a value by where it stands, whatever it is: user=alice, or a path that does not come first. */
    private boolean isValue(int start) {
        return !found.isEmpty() && (chars[start] == '/' || (!isSpaced && found.isMark(1, '=')));
    }

    /** Whether anything of a word with digits is left beside its numbers. */
    private boolean isMixed(int start, int end, int seen) {
        if ((seen & CharacterKind.JOINER) == 0) {
            return false;
        }
        if ((seen & CharacterKind.LETTER) == 0
                && (CharacterKind.of(chars[start]) & CharacterKind.DIGIT) != 0
                && (seen & CharacterKind.BEYOND_HEX) == 0) {
            return false;
        }
        return mask.read(chars, start, end);
    }

    private int mark(int at) {
        char c = chars[at];
        if (isSpaced || !found.isMark(1, c)) {
            add(Kind.MARK, at, at + 1, c);
        }
        return at + 1;
    }

    /** Quoted text is a value, unless it is a key of JSON or what the line has to say. */
    private int quoted(int start, char quote) {
        if (start == closingQuote || areQuotesClosed) {
            return mark(start);
        }
        int at = start + 1;
        while (chars[at] != quote) {
            if (chars[at] == '\n') {
                areQuotesClosed = true;
                return mark(start);
            }
            at += chars[at] == '\\' && chars[at + 1] != '\n' ? 2 : 1;
        }
        boolean isKey = chars[at + 1] == ':' && (found.isMark(1, '{') || found.isMark(1, ','));
        if (isKey || isSpoken()) {
            closingQuote = at;
            return mark(start);
        }
        add(Kind.QUOTED, start, at + 1, Hash.WILDCARD);
        return at + 1;
    }

    /** Whether what follows is said to people: {@code msg="}, or {@code "message":"}. */
    private boolean isSpoken() {
        int key = found.isMark(2, '"') ? 3 : 2;
        return (found.isMark(1, '=') || found.isMark(1, ':')) && found.isWord(key, SPOKEN);
    }

    private int apostrophe(int start) {
        if (start > 0 && (CharacterKind.of(chars[start - 1]) & (CharacterKind.LETTER | CharacterKind.DIGIT)) != 0) {
            return mark(start);
        }
        for (int at = start + 1; at < start + LONGEST_APOSTROPHES && chars[at] != '\n'; at++) {
            if (chars[at] == '\''
                    && (CharacterKind.of(chars[at + 1]) & (CharacterKind.LETTER | CharacterKind.DIGIT)) == 0) {
                add(Kind.QUOTED, start, at + 1, Hash.WILDCARD);
                return at + 1;
            }
        }
        return mark(start);
    }

    /** What the last line consists of. */
    List<Token> tokens() {
        return found.tokens();
    }
}
