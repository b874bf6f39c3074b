package dev.logbell.processor.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.Tally;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Counts over time as they leave in JSON: one number for each stretch, everywhere in the same order.
 *
 * @param times where each stretch begins
 * @param intervalMillis how wide a stretch is
 * @param counts of all events
 * @param series counts of the most frequent values, if the counts are split by a field
 * @param other counts of all other values together
 * @param exact whether all values were counted apart; if not, the most frequent are those of the first thousand seen
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record HistogramAnswer(
        @Schema(examples = "[\"2026-01-31T13:00:00Z\", \"2026-01-31T13:01:00Z\"]")
        List<Instant> times,

        @Schema(examples = "60000") long intervalMillis,

        @Schema(examples = "[1204, 1187]") List<Long> counts,

        @Schema(examples = "2391") long total,
        @Nullable List<Tally.Series> series,
        Tally.@Nullable Series other,
        boolean exact) {
    static HistogramAnswer of(EventCounts question, Tally tally, int top) {
        Tally.Series all = tally.all();
        boolean isSplit = question.split() != null;
        return new HistogramAnswer(
                IntStream.range(0, question.stretches())
                        .mapToObj(i -> question.origin().plus(question.width().multipliedBy(i)))
                        .toList(),
                question.width().toMillis(),
                all.counts(),
                all.total(),
                isSplit ? tally.top(top) : null,
                isSplit ? tally.other(top) : null,
                tally.isExact());
    }
}
