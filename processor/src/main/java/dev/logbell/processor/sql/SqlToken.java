package dev.logbell.processor.sql;

/**
 * A token of SQL.
 *
 * @param text of a word without quotes in lower case, of one in quotes what is between them; else as it was written
 * @param position of its first character, from 0
 */
record SqlToken(Kind kind, String text, int position) {
    /** What a token is. */
    enum Kind {
        WORD,
        /** A word in double quotes: never a keyword. */
        QUOTED,
        NUMBER,
        STRING,
        SYMBOL,
        END
    }

    boolean is(String wanted) {
        return (kind == Kind.WORD || kind == Kind.SYMBOL) && text.equals(wanted);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }
}
