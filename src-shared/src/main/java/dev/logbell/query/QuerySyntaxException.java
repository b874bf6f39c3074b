package dev.logbell.query;

/** A query that cannot be read. The message says what is wrong and at which character, for the person who wrote it. */
public final class QuerySyntaxException extends RuntimeException {
    private final int position;

    /**
     * An error in a query.
     *
     * @param message for the person who wrote the query
     * @param position of the character that is wrong, from 0
     */
    public QuerySyntaxException(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Of the character that is wrong, from 0. */
    public int position() {
        return position;
    }
}
