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
        return keyed(Folding.of(line));
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
