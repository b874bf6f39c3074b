package dev.logbell.processor.store;

import dev.logbell.query.Field;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How many events of a range fall into each of some equal stretches of time.
 *
 * @param range with both its bounds, which lie inside of the stretches
 * @param origin where the first stretch begins
 * @param width of a stretch, in whole milliseconds
 * @param stretches how many there are
 * @param split the field by whose values they are counted apart; null for none
 */
public record EventCounts(
        EventRange range,
        Instant origin,
        Duration width,
        int stretches,
        @Nullable Field split) {
    public EventCounts of(EventRange other) {
        return new EventCounts(other, origin, width, stretches, split);
    }

    /** In which stretch a time lies; -1 if in none. */
    public int stretch(Instant time) {
        Duration since = Duration.between(origin, time);
        long stretch = since.isNegative() ? -1 : since.toMillis() / width.toMillis();
        return stretch < stretches ? (int) stretch : -1;
    }

    /** A reader that counts them one by one. */
    public EventReader<Tally> reader() {
        return new CountReader(this);
    }
}
