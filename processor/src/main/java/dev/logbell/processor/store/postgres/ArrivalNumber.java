package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.processor.store.sql.StoredTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives an append its number, and says how many events of which days come with it, not indexed yet. */
final class ArrivalNumber {
    private static final long MICROS_OF_A_DAY = Duration.ofDays(1).toNanos() / 1_000;
    private static final String TAKE = """
            WITH a AS (SELECT nextval('arrivals') AS arrival)
            INSERT INTO unindexed (day, arrival, events)
            SELECT DATE '1970-01-01' + p.day, a.arrival, p.events FROM a, unnest(?::int[], ?::int[]) AS p (day, events)
            RETURNING arrival""";

    private ArrivalNumber() {}

    /**
     * Takes a number.
     *
     * @param byDay how many events of which days since 1970 the append brings
     */
    static long take(Connection connection, Map<Long, Integer> byDay) throws SQLException {
        List<Map.Entry<Long, Integer>> days = List.copyOf(byDay.entrySet());
        try (PreparedStatement take = connection.prepareStatement(TAKE)) {
            take.setArray(
                    1,
                    connection.createArrayOf(
                            "int4", days.stream().map(Map.Entry::getKey).toArray()));
            take.setArray(
                    2,
                    connection.createArrayOf(
                            "int4", days.stream().map(Map.Entry::getValue).toArray()));
            try (ResultSet row = take.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** How many events of which days since 1970 a batch has. Those of one day mostly follow each other. */
    static Map<Long, Integer> days(Collection<SourceBatch> batch) {
        Map<Long, Integer> days = new HashMap<>();
        for (SourceBatch part : batch) {
            long day = 0;
            int events = 0;
            for (LogEvent event : part.events()) {
                if (events > 0 && day(event) != day) {
                    days.merge(day, events, Integer::sum);
                    events = 0;
                }
                day = day(event);
                events++;
            }
            if (events > 0) {
                days.merge(day, events, Integer::sum);
            }
        }
        return days;
    }

    /** The day since 1970 whose partition an event is in. */
    static long day(LogEvent event) {
        return Math.floorDiv(StoredTime.of(event.time()).micros(), MICROS_OF_A_DAY);
    }
}
