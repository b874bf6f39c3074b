package dev.logbell.query;

/** Reads Lucene syntax into a {@link Query}. */
public final class QueryParser {
    private QueryParser() {}

    /**
     * Reads a query.
     *
     * @param text Lucene syntax, e.g. {@code service:payments AND severity:>=ERROR AND "connection reset"}; blank is all
     * @throws QuerySyntaxException if it cannot be read
     */
    public static Query parse(String text) {
        return new Query.All();
    }
}
