package dev.logbell.processor.store.postgres;

import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.store.PatternAccount;
import dev.logbell.processor.store.PatternStore.Found;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.Dialect;
import dev.logbell.processor.store.sql.PatternTally;
import dev.logbell.processor.store.sql.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The patterns in PostgreSQL. Its own clock says when they changed, since several processors change them. */
final class PostgresPatterns {
    private static final String COUNT = """
            INSERT INTO patterns (id, text, example, is_general, merged_into, events, first_seen, last_seen, changed)
            SELECT id, '', '', false, 0, events, first_seen, last_seen, now()
            FROM unnest(?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[])
                AS p (id, events, first_seen, last_seen) ORDER BY id
            ON CONFLICT (id) DO UPDATE SET events = patterns.events + excluded.events,
                first_seen = CASE WHEN patterns.events = 0 THEN excluded.first_seen
                    ELSE least(patterns.first_seen, excluded.first_seen) END,
                last_seen = CASE WHEN patterns.events = 0 THEN excluded.last_seen
                    ELSE greatest(patterns.last_seen, excluded.last_seen) END""";
    private static final String DEFINE = """
            INSERT INTO patterns (id, text, example, is_general, merged_into, events, first_seen, last_seen, changed)
            SELECT id, text, example, is_general, merged_into, 0, now(), now(), now()
            FROM unnest($1::bigint[], $2::text[], $3::text[], $4::boolean[], $5::bigint[])
                AS p (id, text, example, is_general, merged_into) ORDER BY id
            ON CONFLICT (id) DO UPDATE SET text = excluded.text,
                example = CASE WHEN patterns.example = '' THEN excluded.example ELSE patterns.example END,
                is_general = patterns.is_general OR excluded.is_general,
                merged_into = CASE WHEN patterns.merged_into = 0 THEN excluded.merged_into
                    ELSE patterns.merged_into END,
                changed = now()""";
    private static final String FIND = """
            SELECT *, (extract(epoch FROM changed) * 1000000)::bigint AS changed_micros FROM patterns
            WHERE $1::bigint IS NULL OR changed > to_timestamp($1::bigint / 1000000.0) - interval '10 s'
            ORDER BY last_seen""";
    private static final String KEEP =
            "DELETE FROM patterns WHERE id IN (SELECT id FROM patterns ORDER BY last_seen DESC OFFSET $1)";

    private PostgresPatterns() {}

    /** Counts the events of a batch, as the last step of the transaction that adds them. */
    static void count(Connection connection, Collection<SourceBatch> batch) throws SQLException {
        List<PatternTally> tallies = PatternTally.of(batch);
        if (tallies.isEmpty()) {
            return;
        }
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setArray(1, array(connection, "int8", tallies, PatternTally::id));
            count.setArray(2, array(connection, "int8", tallies, PatternTally::events));
            count.setArray(3, array(connection, "timestamptz", tallies, tally -> Dialect.POSTGRES.time(tally.first())));
            count.setArray(4, array(connection, "timestamptz", tallies, tally -> Dialect.POSTGRES.time(tally.last())));
            count.executeUpdate();
        }
    }

    private static Array array(
            Connection connection, String type, List<PatternTally> tallies, Function<PatternTally, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, tallies.stream().map(value).toArray());
    }

    static Uni<Void> define(SqlClient client, Collection<KnownPattern> patterns) {
        return client.preparedQuery(DEFINE)
                .execute(Tuple.of(
                        patterns.stream().map(KnownPattern::id).toArray(Long[]::new),
                        patterns.stream()
                                .map(pattern -> StoredJson.text(pattern.text()))
                                .toArray(String[]::new),
                        patterns.stream()
                                .map(pattern -> StoredJson.text(pattern.example()))
                                .toArray(String[]::new),
                        patterns.stream().map(KnownPattern::isGeneral).toArray(Boolean[]::new),
                        patterns.stream().map(KnownPattern::mergedInto).toArray(Long[]::new)))
                .replaceWithVoid();
    }

    static Uni<Void> keep(SqlClient client, int most) {
        return client.preparedQuery(KEEP).execute(Tuple.of((long) most)).replaceWithVoid();
    }

    static Uni<Found> patterns(SqlClient client, @Nullable Long since) {
        return client.preparedQuery(FIND).execute(Tuple.of(since)).map(rows -> {
            List<PatternAccount> patterns = new ArrayList<>();
            long upTo = since == null ? 0 : since;
            for (Row row : rows) {
                patterns.add(account(row));
                upTo = Math.max(upTo, row.getLong("changed_micros"));
            }
            return new Found(patterns, upTo);
        });
    }

    private static PatternAccount account(Row row) {
        return new PatternAccount(
                new KnownPattern(
                        row.getLong("id"),
                        row.getString("text"),
                        row.getString("example"),
                        row.getBoolean("is_general"),
                        row.getLong("merged_into")),
                row.getLong("events"),
                row.getOffsetDateTime("first_seen").toInstant(),
                row.getOffsetDateTime("last_seen").toInstant());
    }
}
