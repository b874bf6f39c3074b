package dev.logbell.processor.sql;

/** SQL that is not asked. The message says why and at which character, for the person who wrote it. */
public final class SqlRefusedException extends RuntimeException {
    /**
     * A statement that is refused.
     *
     * @param message what is wrong and what to write instead
     * @param position of the character that is wrong, from 0
     */
    SqlRefusedException(String message, int position) {
        super("character %d: %s".formatted(position + 1, message));
    }

    /** What the database said about a statement that was not refused here. */
    public SqlRefusedException(String message, Throwable cause) {
        super("the database cannot answer this: " + message, cause);
    }
}
