package dev.logbell.processor.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of events as it leaves in JSON.
 *
 * @param next to be given as {@code cursor=} for the next page; null if there is none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record LogsAnswer(
        @Schema(implementation = LogsAnswer.Event[].class) List<Object> events,

        @Schema(nullable = true, examples = "MjAyNi0wMS0zMVQxMzo0NTowMFoKNDIKZmlsZTp3ZWItMQ") @Nullable
        String next) {
    static LogsAnswer of(EventPage page, Selection selection) {
        return new LogsAnswer(
                page.events().stream().map(selection::of).toList(),
                page.next() == null ? null : CursorCodec.encode(page.next()));
    }

    /** One event, under the names of the OpenTelemetry Logs Data Model. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "LogEvent")
    record Event(
            @Schema(examples = "2026-01-31T13:45:00.250Z") Instant time,
            @Schema(examples = "2026-01-31T13:45:00.251Z") Instant observedTime,
            @Schema(examples = "ERROR") String severityText,

            @Schema(examples = "17", minimum = "0", maximum = "24")
            int severityNumber,

            @Schema(examples = "connection reset by peer") String body,
            Map<String, Object> attributes,

            @Schema(examples = "{\"service.name\": \"payments\", \"host.name\": \"web-1\"}")
            Map<String, String> resource,

            @Nullable String traceId,
            @Nullable String spanId,

            @Schema(
                    examples = "8f14e45fceea167a",
                    description = "What it has in common with others: see /api/v1/patterns")
            @Nullable
            String pattern,

            @Schema(examples = "file:web-1:2049:131077:lq3k9x")
            String source,

            @Schema(examples = "42") long offset) {
        static Event of(LogEvent event) {
            return new Event(
                    event.time(),
                    event.observedTime(),
                    event.severityText(),
                    event.severityNumber(),
                    event.body(),
                    event.attributes(),
                    event.resource(),
                    event.traceId(),
                    event.spanId(),
                    event.pattern(),
                    event.source(),
                    event.offset());
        }
    }
}
