package dev.logbell.processor.store.sql;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.query.EventPredicate;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tests rows with the query they were found for, and decodes no more of them than that needs. */
public final class RowTest {
    private final EventPredicate query;
    private final boolean isExact;
    private final boolean needsAttributes;

    /**
     * The test of a search.
     *
     * @param isExact whether the rows are what the query means already
     */
    public RowTest(Query query, boolean isExact) {
        this.query = new EventPredicate(query);
        this.isExact = isExact;
        this.needsAttributes = needsAttributes(query);
    }

    /** The event of a row, or null if the query does not mean it. */
    public @Nullable LogEvent event(StoredEvent row, Source source) {
        if (!isExact && !needsAttributes && !query.test(row.withoutAttributes().toEvent(source))) {
            return null;
        }
        LogEvent event = row.toEvent(source);
        return isExact || !needsAttributes || query.test(event) ? event : null;
    }

    private static boolean needsAttributes(Query query) {
        return switch (query) {
            case Query.All() -> false;
            case Query.And(List<Query> parts) -> parts.stream().anyMatch(RowTest::needsAttributes);
            case Query.Or(List<Query> parts) -> parts.stream().anyMatch(RowTest::needsAttributes);
            case Query.Not(Query part) -> needsAttributes(part);
            case Query.Exists(Field field) -> isAttribute(field);
            case Query.Match(Field field, String ignored) -> isAttribute(field);
            case Query.Wildcard(Field field, String ignored) -> isAttribute(field);
            case Query.Regex(Field field, String ignored) -> isAttribute(field);
            case Query.Range range -> isAttribute(range.field());
        };
    }

    private static boolean isAttribute(Field field) {
        return field.kind() == Field.Kind.ATTRIBUTE;
    }
}
