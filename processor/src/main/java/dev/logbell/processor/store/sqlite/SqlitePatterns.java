package dev.logbell.processor.store.sqlite;

import dev.logbell.processor.pattern.KnownPattern;
import dev.logbell.processor.store.PatternAccount;
import dev.logbell.processor.store.PatternStore.Found;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.PatternTally;
import dev.logbell.processor.store.sql.StoredJson;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The patterns in the SQLite file. */
final class SqlitePatterns {
    private static final String COUNT = """
            INSERT INTO patterns (id, text, example, is_general, merged_into, events, first_seen, last_seen, changed)
            VALUES (?, '', '', 0, 0, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET events = events + excluded.events,
                first_seen = CASE WHEN events = 0 THEN excluded.first_seen
                    ELSE min(first_seen, excluded.first_seen) END,
                last_seen = CASE WHEN events = 0 THEN excluded.last_seen
                    ELSE max(last_seen, excluded.last_seen) END""";
    private static final String DEFINE = """
            INSERT INTO patterns (id, text, example, is_general, merged_into, events, first_seen, last_seen, changed)
            VALUES (?1, ?2, ?3, ?4, ?5, 0, ?6, ?6, ?6)
            ON CONFLICT (id) DO UPDATE SET text = excluded.text,
                example = CASE WHEN example = '' THEN excluded.example ELSE example END,
                is_general = max(is_general, excluded.is_general),
                merged_into = CASE WHEN merged_into = 0 THEN excluded.merged_into ELSE merged_into END,
                changed = excluded.changed""";
    private static final String KEEP =
            "DELETE FROM patterns WHERE id IN (SELECT id FROM patterns ORDER BY last_seen DESC LIMIT -1 OFFSET ?)";

    private final Clock clock;

    SqlitePatterns(Clock clock) {
        this.clock = clock;
    }

    void count(Connection connection, Collection<SourceBatch> batch) throws SQLException {
        List<PatternTally> tallies = PatternTally.of(batch);
        if (tallies.isEmpty()) {
            return;
        }
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            for (PatternTally tally : tallies) {
                count.setLong(1, tally.id());
                count.setLong(2, tally.events());
                count.setLong(3, StoredTime.of(tally.first()).micros());
                count.setLong(4, StoredTime.of(tally.last()).micros());
                count.setLong(5, now());
                count.addBatch();
            }
            count.executeBatch();
        }
    }

    boolean define(Connection connection, Collection<KnownPattern> patterns) throws SQLException {
        try (PreparedStatement define = connection.prepareStatement(DEFINE)) {
            for (KnownPattern pattern : patterns) {
                define.setLong(1, pattern.id());
                define.setString(2, StoredJson.text(pattern.text()));
                define.setString(3, StoredJson.text(pattern.example()));
                define.setBoolean(4, pattern.isGeneral());
                define.setLong(5, pattern.mergedInto());
                define.setLong(6, now());
                define.addBatch();
            }
            define.executeBatch();
            return true;
        }
    }

    boolean keep(Connection connection, int most) throws SQLException {
        try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
            keep.setInt(1, most);
            return keep.executeUpdate() > 0;
        }
    }

    Found patterns(Connection connection, @Nullable Long since) throws SQLException {
        List<PatternAccount> patterns = new ArrayList<>();
        long upTo = since == null ? 0 : since;
        try (PreparedStatement find =
                connection.prepareStatement("SELECT * FROM patterns WHERE changed > ? ORDER BY last_seen")) {
            find.setLong(1, since == null ? Long.MIN_VALUE : since);
            try (ResultSet row = find.executeQuery()) {
                while (row.next()) {
                    patterns.add(account(row));
                    upTo = Math.max(upTo, row.getLong("changed"));
                }
            }
        }
        return new Found(patterns, upTo);
    }

    private static PatternAccount account(ResultSet row) throws SQLException {
        return new PatternAccount(
                new KnownPattern(
                        row.getLong("id"),
                        row.getString("text"),
                        row.getString("example"),
                        row.getBoolean("is_general"),
                        row.getLong("merged_into")),
                row.getLong("events"),
                new StoredTime(row.getLong("first_seen"), 0).instant(),
                new StoredTime(row.getLong("last_seen"), 0).instant());
    }

    private long now() {
        return StoredTime.of(clock.instant()).micros();
    }
}
