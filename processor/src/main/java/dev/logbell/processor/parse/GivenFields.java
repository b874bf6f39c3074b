package dev.logbell.processor.parse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.logbell.log.LogRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the sender of a record gave beside its text; it wins over what was found in the text. */
final class GivenFields {
    private static final Duration CLOCK_SKEW = Duration.ofHours(24);
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private GivenFields() {}

    /** When the sender saw the event, if it says so and it can be; else when the collector got it. */
    static Instant observedTime(LogRecord record, Instant collected) {
        return believable(record.observedTime(), collected);
    }

    /** A time at which others say that they saw an event, if it can be; else when the collector got it. */
    static Instant believable(@Nullable Instant given, Instant collected) {
        return given == null || given.getEpochSecond() <= 0 || given.isAfter(collected.plus(CLOCK_SKEW))
                ? collected
                : given;
    }

    /** A message as text: text as it is, anything else as JSON. */
    static String body(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return Decoding.storable(text);
        }
        try {
            return JSON.writeValueAsString(storable(value));
        } catch (JsonProcessingException e) {
            return Decoding.storable(value.toString());
        }
    }

    static void putOver(LogRecord record, ParsedLine into) {
        if (record.time() != null) {
            into.givenTime(record.time());
        }
        if (record.severityNumber() > 0 || !record.severityText().isEmpty()) {
            String text = Decoding.storable(record.severityText());
            int number = record.severityNumber() > 0 ? record.severityNumber() : SeverityWords.number(text);
            into.severity(number, text);
        }
        record.attributes().forEach((name, value) -> into.attributes().put(Decoding.storable(name), storable(value)));
        record.resource().forEach((name, value) -> into.resource(Decoding.storable(name), Decoding.storable(value)));
        into.givenTrace(record.traceId(), record.spanId());
    }

    private static Object storable(Object value) {
        if (value instanceof String text) {
            return Decoding.storable(text);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> kept = LinkedHashMap.newLinkedHashMap(map.size());
            map.forEach((name, item) -> kept.put(Decoding.storable(String.valueOf(name)), storable(item)));
            return kept;
        }
        if (value instanceof List<?> list) {
            List<Object> kept = new ArrayList<>(list.size());
            list.forEach(item -> kept.add(storable(item)));
            return kept;
        }
        return value;
    }
}
