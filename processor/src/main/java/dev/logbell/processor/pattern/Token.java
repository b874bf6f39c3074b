package dev.logbell.processor.pattern;

/**
 * A part of a line.
 *
 * @param kind what it is
 * @param text as it is shown
 * @param hash of what it must be to be the same
 * @param isSpaced whether white space stands before it
 */
record Token(Kind kind, String text, long hash, boolean isSpaced) {
    static final String WILDCARD = "<*>";

    /** What a part of a line is. */
    enum Kind {
        /** Letters, as they stand there. */
        WORD,
        /** A word of which a part is a wildcard. */
        MIXED,
        /** Anything. */
        WILD,
        /** Anything, between quotes. */
        QUOTED,
        /** A single character that is no part of a word. */
        MARK
    }

    boolean isMark(char mark) {
        return kind == Kind.MARK && text.charAt(0) == mark;
    }

    boolean isAnything() {
        return kind == Kind.WILD || kind == Kind.QUOTED;
    }

    Token asWildcard() {
        return new Token(Kind.WILD, WILDCARD, Hash.WILDCARD, isSpaced);
    }
}
