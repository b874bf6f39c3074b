package dev.logbell.processor.pattern;

import dev.logbell.processor.pattern.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** What a line was found to consist of, in memory that the next line uses again. Not thread-safe. */
final class ScannedTokens {
    private final char[] chars;
    private final WordMask mask;
    private final int most;
    private final int[] from;
    private final int[] to;
    private final Kind[] kinds;
    private final long[] hashes;
    private final boolean[] spaced;
    private int count;

    /**
     * None yet.
     *
     * @param chars of the line
     * @param most tokens that a line has
     */
    ScannedTokens(char[] chars, WordMask mask, int most) {
        this.chars = chars;
        this.mask = mask;
        this.most = most;
        from = new int[most + 1];
        to = new int[most + 1];
        kinds = new Kind[most + 1];
        hashes = new long[most + 1];
        spaced = new boolean[most + 1];
    }

    void clear() {
        count = 0;
    }

    void add(Kind kind, int start, int end, long hash, boolean isSpaced) {
        from[count] = start;
        to[count] = end;
        kinds[count] = kind;
        hashes[count] = hash;
        spaced[count] = isSpaced;
        count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    boolean isFull() {
        return count == most;
    }

    /** Forgets the last one if no more fit. */
    void makeRoom() {
        if (isFull()) {
            count--;
        }
    }

    /** Whether one is this mark: the last one is 1, the one before it 2. */
    boolean isMark(int last, char c) {
        int token = count - last;
        return token >= 0 && kinds[token] == Kind.MARK && chars[from[token]] == c;
    }

    /** Whether one is a word of these hashes: the last one is 1, the one before it 2. */
    boolean isWord(int last, long... any) {
        int token = count - last;
        if (token < 0 || kinds[token] != Kind.WORD) {
            return false;
        }
        for (long hash : any) {
            if (hashes[token] == hash) {
                return true;
            }
        }
        return false;
    }

    /** The hash of all of them; 0 if there are none. */
    long shape() {
        long hash = Hash.SEED;
        for (int i = 0; i < count; i++) {
            hash = Long.rotateLeft((hash ^ hashes[i]) * Hash.WILDCARD, 29) + (spaced[i] ? 1 : 0);
        }
        return count == 0 ? 0 : Hash.mix(hash);
    }

    List<Token> tokens() {
        List<Token> tokens = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tokens.add(new Token(kinds[i], text(i), hashes[i], spaced[i]));
        }
        return tokens;
    }

    private String text(int token) {
        return switch (kinds[token]) {
            case WORD, MARK -> new String(chars, from[token], to[token] - from[token]);
            case MIXED -> mask.read(chars, from[token], to[token]) ? mask.text() : Token.WILDCARD;
            case QUOTED -> chars[from[token]] + Token.WILDCARD + chars[from[token]];
            case WILD -> Token.WILDCARD;
        };
    }
}
