package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.EventContext;
import dev.logbell.processor.store.LogSearch;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/context}: what stands before and after an event in its source. */
@Path("/api/v1/context")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class ContextResource {
    private static final Set<String> KNOWN = Set.of("source", "offset", "time", "before", "after", "timeout");
    private static final int MOST = 1_000;
    private static final int USUAL = 10;

    private final LogSearch search;

    ContextResource(LogSearch search) {
        this.search = search;
    }

    /** An event and its neighbours, in the order of the source. */
    record ContextAnswer(List<LogsAnswer.Event> before, LogsAnswer.Event event, List<LogsAnswer.Event> after) {}

    @GET
    @Operation(
            operationId = "showContext",
            summary = "Show what stands before and after an event in its source",
            description = "The event is named by its `source` and `offset`. Neighbours whose time is more than a day"
                    + " from both times of the event are not found.")
    @Parameter(
            name = "source",
            in = ParameterIn.QUERY,
            required = true,
            description = "`source` of the event",
            schema = @Schema(type = SchemaType.STRING),
            example = "file:web-1:2049:131077:lq3k9x")
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            required = true,
            description = "`offset` of the event",
            schema = @Schema(type = SchemaType.INTEGER, format = "int64"),
            example = "42")
    @Parameter(
            name = "time",
            in = ParameterIn.QUERY,
            description = "`time` of the event: with it, it is found at once",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"))
    @Parameter(
            name = "before",
            in = ParameterIn.QUERY,
            description = "How many events before it",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000", defaultValue = "10"))
    @Parameter(
            name = "after",
            in = ParameterIn.QUERY,
            description = "How many events after it",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000", defaultValue = "10"))
    @APIResponse(
            responseCode = "200",
            description = "The event and its neighbours",
            content = @Content(schema = @Schema(implementation = ContextAnswer.class)))
    @APIResponse(
            responseCode = "404",
            description = "There is no such event",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Uni<ContextAnswer> context(@Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), KNOWN);
        EventContext.Place place = new EventContext.Place(
                parameters.text("source"),
                parameters.longNumber("offset", 0),
                parameters.time("time"),
                parameters.number("before", 0, MOST, USUAL),
                parameters.number("after", 0, MOST, USUAL));
        if (place.source().indexOf('\0') >= 0) {
            throw new NoSuchEventException(place.source(), place.offset()); // what PostgreSQL cannot be asked for
        }
        return Asking.ask(parameters, caller -> search.context(place, caller)).map(found -> answer(place, found));
    }

    private static ContextAnswer answer(EventContext.Place place, EventContext found) {
        LogEvent event = found.event();
        if (event == null) {
            throw new NoSuchEventException(place.source(), place.offset());
        }
        return new ContextAnswer(shown(found.before()), LogsAnswer.Event.of(event), shown(found.after()));
    }

    private static List<LogsAnswer.Event> shown(List<LogEvent> events) {
        return events.stream().map(LogsAnswer.Event::of).toList();
    }
}
