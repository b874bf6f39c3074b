package dev.logbell.processor.pattern;

import dev.logbell.processor.pattern.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** What lines of one pattern have in common: their words and marks, and wildcards in the place of values. */
final class Template {
    private final List<Token> tokens;

    /** What each must be to belong to it: a wildcard's hash where values are, whatever was seen there so far. */
    private final long[] keys;

    private Template(List<Token> tokens, long[] keys) {
        this.tokens = List.copyOf(tokens);
        this.keys = keys;
    }

    /** The template of a line. */
    static Template of(List<Token> line) {
        List<Token> tokens = new ArrayList<>(line.size());
        for (Token token : line) {
            append(tokens, token);
        }
        foldWords(tokens);
        return keyed(tokens);
    }

    /** The template that a pattern's own text stands for. */
    static Template ofText(List<Token> text) {
        return keyed(text);
    }

    /** The parts as they are shown. */
    List<Token> tokens() {
        return tokens;
    }

    int length() {
        return keys.length;
    }

    private static Template keyed(List<Token> tokens) {
        long[] keys = new long[tokens.size()];
        boolean hasWord = false;
        for (int i = 0; i < keys.length; i++) {
            boolean isValue = Cues.isValue(tokens, i);
            keys[i] = isValue ? Hash.WILDCARD : tokens.get(i).hash();
            hasWord |= !isValue && tokens.get(i).kind() == Kind.WORD;
        }
        for (int i = 0; i < keys.length && !hasWord; i++) {
            keys[i] = tokens.get(i).hash();
        }
        return new Template(tokens, keys);
    }

    private static void append(List<Token> tokens, Token next) {
        int last = tokens.size() - 1;
        Token before = last < 0 ? null : tokens.get(last);
        if (before == null) {
            tokens.add(next);
        } else if (before.kind() == Kind.WILD && Cues.isUnit(next)) {
            return;
        } else if (next.kind() == Kind.WILD && isList(tokens, next)) {
            tokens.removeLast();
        } else if (next.kind() == Kind.WILD && !next.isSpaced() && isHost(tokens, last)) {
            boolean isSpaced = tokens.get(last - 1).isSpaced();
            tokens.removeLast();
            tokens.removeLast();
            tokens.add(new Token(Kind.WILD, Token.WILDCARD, Hash.WILDCARD, isSpaced));
        } else if (next.kind() != Kind.WILD || before.kind() != Kind.WILD) {
            foldList(tokens, next);
            tokens.add(next);
        }
    }

    /** Whether a wildcard and a comma stand before a further wildcard, or a wildcard and a colon close to it. */
    private static boolean isList(List<Token> tokens, Token next) {
        int last = tokens.size() - 1;
        if (last < 1 || tokens.get(last - 1).kind() != Kind.WILD) {
            return false;
        }
        return tokens.get(last).isMark(',')
                || (tokens.get(last).isMark(':') && !tokens.get(last).isSpaced() && !next.isSpaced());
    }

    /** Makes one wildcard of words with commas close between them: {@code alice,bob}. */
    private static void foldWords(List<Token> tokens) {
        for (int i = tokens.size() - 2; i > 0; i--) {
            if (tokens.get(i).isMark(',')
                    && !tokens.get(i).isSpaced()
                    && !tokens.get(i + 1).isSpaced()
                    && isWord(tokens.get(i - 1))
                    && isWord(tokens.get(i + 1))
                    && !Cues.isKey(tokens, i + 1)) {
                tokens.set(i - 1, tokens.get(i - 1).asWildcard());
                tokens.subList(i, i + 2).clear();
            }
        }
    }

    private static boolean isWord(Token token) {
        return token.kind() != Kind.MARK && token.kind() != Kind.QUOTED;
    }

    /** Whether a host's name and a colon stand before a port. */
    private static boolean isHost(List<Token> tokens, int last) {
        if (last < 1 || !tokens.get(last).isMark(':') || tokens.get(last).isSpaced()) {
            return false;
        }
        Token host = tokens.get(last - 1);
        return host.kind() == Kind.WORD
                && (host.text().equals("localhost")
                        || host.text().indexOf('.') > 0
                        || host.text().indexOf('-') > 0);
    }

    /** Makes one wildcard of a list in brackets, however long it is. */
    private static void foldList(List<Token> tokens, Token closing) {
        if (!closing.isMark(']') && !closing.isMark(')') && !closing.isMark('}')) {
            return;
        }
        char opening = closing.isMark(']') ? '[' : closing.isMark(')') ? '(' : '{';
        boolean isList = false;
        int at = tokens.size() - 1;
        while (at >= 0 && (tokens.get(at).kind() != Kind.MARK || tokens.get(at).isMark(','))) {
            isList |= tokens.get(at).kind() == Kind.MARK;
            at--;
        }
        if (isList && at >= 0 && tokens.get(at).isMark(opening) && at + 1 < tokens.size()) {
            Token first = tokens.get(at + 1);
            tokens.subList(at + 1, tokens.size()).clear();
            tokens.add(first.asWildcard());
        }
    }

    /** The same for the same template, in every process and for ever: the id of its pattern. */
    long key() {
        return key(-1);
    }

    /** The key that the template would have with a wildcard in that place. */
    long key(int wild) {
        long hash = Hash.SEED;
        for (int i = 0; i < keys.length; i++) {
            hash = Long.rotateLeft((hash ^ (i == wild ? Hash.WILDCARD : keys[i])) * Hash.WILDCARD, 29);
        }
        long key = Hash.mix(hash);
        return key == 0 ? 1 : key;
    }

    /** The same for all templates of as many words with the same marks in the same places. */
    long structure() {
        long hash = Hash.SEED;
        for (Token token : tokens) {
            hash = Long.rotateLeft(
                    (hash ^ (token.kind() == Kind.MARK ? token.hash() : Hash.WILDCARD)) * Hash.WILDCARD, 29);
        }
        return Hash.mix(hash);
    }

    /** Whether all lines of another template are of this one too. */
    boolean covers(Template other) {
        if (keys.length != other.keys.length) {
            return false;
        }
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != other.keys[i]
                    && (keys[i] != Hash.WILDCARD || tokens.get(i).kind() == Kind.MARK)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a place can be one of values, and there is a word left if it is. */
    boolean canBeWild(int at) {
        Token token = tokens.get(at);
        if (token.kind() == Kind.MARK || token.kind() == Kind.QUOTED || Cues.isKey(tokens, at)) {
            return false;
        }
        if (at > 0 && tokens.get(at - 1).isMark('=')) {
            return false;
        }
        for (int i = 0; i < keys.length; i++) {
            if (i != at && keys[i] != Hash.WILDCARD && tokens.get(i).kind() == Kind.WORD) {
                return true;
            }
        }
        return false;
    }

    int words() {
        int words = 0;
        for (int i = 0; i < keys.length; i++) {
            words += keys[i] != Hash.WILDCARD && tokens.get(i).kind() == Kind.WORD ? 1 : 0;
        }
        return words;
    }

    /** This with a wildcard in that place, so that other values may stand there too. */
    Template wild(int at) {
        List<Token> wilder = new ArrayList<>(tokens);
        wilder.set(at, tokens.get(at).asWildcard());
        long[] wilderKeys = keys.clone();
        wilderKeys[at] = Hash.WILDCARD;
        return new Template(wilder, wilderKeys);
    }

    /** This with a wildcard in the place of every word. */
    Template allWild() {
        List<Token> wilder = new ArrayList<>(tokens);
        long[] wilderKeys = keys.clone();
        for (int i = 0; i < wilderKeys.length; i++) {
            if (tokens.get(i).kind() != Kind.MARK) {
                wilder.set(
                        i,
                        tokens.get(i).isAnything()
                                ? tokens.get(i)
                                : tokens.get(i).asWildcard());
                wilderKeys[i] = Hash.WILDCARD;
            }
        }
        return new Template(wilder, wilderKeys);
    }

    /** This with wildcards where another that it covers shows something else; this itself if there is nothing. */
    Template showing(Template other) {
        Template shown = this;
        for (int i = 0; i < keys.length; i++) {
            Token mine = shown.tokens.get(i);
            Token theirs = other.tokens.get(i);
            if (mine.kind() != Kind.MARK && !mine.isAnything() && mine.hash() != theirs.hash()) {
                List<Token> wilder = new ArrayList<>(shown.tokens);
                wilder.set(i, mine.asWildcard());
                shown = new Template(wilder, keys);
            }
        }
        return shown;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (Token token : tokens) {
            if (token.isSpaced() && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(token.text());
        }
        return text.toString();
    }
}
