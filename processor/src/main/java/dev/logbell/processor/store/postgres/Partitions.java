package dev.logbell.processor.store.postgres;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.SourceBatch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The partitions of a day each, made before they are needed. Days that are far away have none, because nothing but
 * the log says which they are: their events are in the default partition.
 */
final class Partitions {
    private static final long SECONDS_OF_A_DAY = 86_400;
    private static final int DAYS_BACK = 400;
    private static final int DAYS_AHEAD = 2;
    private static final int DAYS_MADE_AHEAD = 7;

    private final Clock clock;
    private final Set<LocalDate> made = ConcurrentHashMap.newKeySet();

    Partitions(Clock clock) {
        this.clock = clock;
    }

    /** Makes those of yesterday to a week ahead. */
    Uni<Void> makeAhead(SqlClient client) {
        LocalDate today = today();
        return make(
                client,
                today.minusDays(1)
                        .datesUntil(today.plusDays(DAYS_MADE_AHEAD + 1L))
                        .toList());
    }

    /** Makes those that the events of a batch belong to. */
    Uni<Void> makeFor(SqlClient client, Collection<SourceBatch> batch) {
        long earliest = today().minusDays(DAYS_BACK).toEpochDay();
        long latest = today().plusDays(DAYS_AHEAD).toEpochDay();
        Set<LocalDate> days = new TreeSet<>();
        long before = Long.MIN_VALUE;
        for (SourceBatch part : batch) {
            for (LogEvent event : part.events()) {
                long day = Math.floorDiv(event.time().getEpochSecond(), SECONDS_OF_A_DAY);
                if (day != before && day >= earliest && day <= latest) {
                    days.add(LocalDate.ofEpochDay(day));
                }
                before = day;
            }
        }
        return make(client, days);
    }

    /** Deletes what happened before a time. */
    Uni<Void> expire(SqlClient client, Instant before) {
        return client.preparedQuery("SELECT expire_events($1)")
                .execute(Tuple.of(before.atOffset(ZoneOffset.UTC)))
                .invoke(made::clear)
                .replaceWithVoid();
    }

    private Uni<Void> make(SqlClient client, Collection<LocalDate> days) {
        List<LocalDate> missing =
                days.stream().filter(day -> !made.contains(day)).toList();
        return missing.isEmpty()
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(missing)
                        .onItem()
                        .transformToUniAndConcatenate(day -> client.preparedQuery("SELECT make_events_partition($1)")
                                .execute(Tuple.of(day))
                                .invoke(() -> made.add(day)))
                        .collect()
                        .last()
                        .replaceWithVoid();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
