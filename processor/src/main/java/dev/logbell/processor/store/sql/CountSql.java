package dev.logbell.processor.store.sql;

import dev.logbell.log.Severity;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.query.Field;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts within the database, where that means the same as to count one by one. */
public final class CountSql {
    private CountSql() {}

    /**
     * The statement whose rows are (stretch, value as text, count).
     *
     * @return empty if only the query itself can tell which events it means, or how they are split
     */
    public static Optional<Statement> of(Dialect dialect, EventCounts question) {
        return of(dialect, question, parameters -> "events");
    }

    /**
     * The same of a part of the events.
     *
     * @param table in the place of {@code events}, whose parameters it adds
     */
    public static Optional<Statement> of(Dialect dialect, EventCounts question, Function<List<Object>, String> table) {
        QuerySql query = new QuerySql(dialect, question.range());
        String split = split(dialect, question.split());
        if (!query.isExact() || split == null) {
            return Optional.empty();
        }
        List<Object> parameters = new ArrayList<>(query.parameters());
        parameters.add(StoredTime.of(question.origin()).micros());
        String origin = dialect.placeholder(parameters.size());
        parameters.add(question.width().dividedBy(Duration.ofNanos(1_000)));
        String width = dialect.placeholder(parameters.size());
        String sql =
                "SELECT (%s - %s) / %s AS stretch, %s AS value, count(*) AS events FROM %s e %s WHERE %s GROUP BY 1, 2"
                        .formatted(
                                dialect.micros("e.time"),
                                origin,
                                width,
                                split,
                                table.apply(parameters),
                                split.contains("s.") ? "JOIN sources s ON s.id = e.source_id" : "",
                                query.condition());
        return Optional.of(new Statement(sql, parameters));
    }

    /** What a value of a row is called. */
    public static @Nullable String value(EventCounts question, @Nullable String value) {
        if (question.split() == null || value == null) {
            return value;
        }
        return switch (question.split().kind()) {
            case SEVERITY -> Severity.of(Integer.parseInt(value)).name();
            case PATTERN -> HexFormat.of().toHexDigits(Long.parseLong(value));
            default -> value;
        };
    }

    private static @Nullable String split(Dialect dialect, @Nullable Field field) {
        if (field == null) {
            return "CAST(NULL AS text)";
        }
        return switch (field.kind()) {
            case SEVERITY -> "CAST(e.severity_number AS text)";
            case SERVICE -> dialect.service();
            case SOURCE -> "s.source";
            case PATTERN -> "CAST(nullif(e.pattern, 0) AS text)";
            case BODY, TIME, HOST, FILE, TRACE_ID, SPAN_ID, ATTRIBUTE -> null;
        };
    }
}
