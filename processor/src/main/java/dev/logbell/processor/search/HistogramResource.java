package dev.logbell.processor.search;

import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.query.Field;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/histogram}: how many events there were over time. */
@Path("/api/v1/histogram")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class HistogramResource {
    private static final Duration USUAL_TIME = Duration.ofHours(1);
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final LogSearch search;
    private final Clock clock = Clock.systemUTC();

    HistogramResource(LogSearch search) {
        this.search = search;
    }

    @GET
    @Operation(
            operationId = "countOverTime",
            summary = "Count events over time",
            description = "Without `to`, until now; without `from`, of the hour before. The counts are exact.")
    @Parameter(
            name = "interval",
            in = ParameterIn.QUERY,
            description =
                    "How wide a stretch of time is, e.g. `5m`; `auto` makes at most 100, and more than 2000 are refused",
            schema = @Schema(type = SchemaType.STRING, defaultValue = "auto"),
            example = "1m")
    @Parameter(
            name = "split",
            in = ParameterIn.QUERY,
            description = "The field by whose values events are counted apart",
            schema = @Schema(type = SchemaType.STRING),
            example = "severity")
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = "How many values are counted apart; the others are counted together",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100", defaultValue = "10"))
    @APIResponse(
            responseCode = "200",
            description = "Counts",
            content = @Content(schema = @Schema(implementation = HistogramAnswer.class)))
    public Uni<HistogramAnswer> histogram(@Context UriInfo request) {
        Parameters parameters =
                new Parameters(request.getQueryParameters(), EventFilter.and("interval", "split", "top"));
        int top = parameters.number("top", 1, 100, 10);
        EventCounts question = question(parameters);
        return Asking.ask(parameters, caller -> search.count(question, caller))
                .map(tally -> HistogramAnswer.of(question, tally, top));
    }

    private EventCounts question(Parameters parameters) {
        EventRange asked = EventFilter.range(parameters);
        Instant to = earlier(asked.to() == null ? clock.instant() : asked.to(), LATEST);
        Instant from = asked.from() == null ? to.minus(USUAL_TIME) : asked.from();
        from = from.isBefore(EARLIEST) ? EARLIEST : from;
        if (!from.isBefore(to)) {
            throw new BadParameterException(
                    "from", "from must be before to, which is now if it is left out, got %s".formatted(from));
        }
        Duration width = Interval.of(parameters, Duration.between(from, to));
        long millis = width.toMillis();
        Instant origin = Instant.ofEpochMilli(Math.floorDiv(from.toEpochMilli(), millis) * millis);
        Instant last = to.minusNanos(1);
        String split = parameters.text("split").strip();
        return new EventCounts(
                new EventRange(asked.query(), from, to, EventRange.Order.ANY, null),
                origin,
                width,
                (int) Duration.between(origin, last).dividedBy(width) + 1,
                split.isEmpty() ? null : Field.of(split));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
