package dev.logbell.processor.search;

import dev.logbell.processor.store.LogStore;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/logs}: events, newest first. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "logs")
public class LogsResource {
    private final LogStore store;

    LogsResource(LogStore store) {
        this.store = store;
    }

    @GET
    @Operation(
            operationId = "searchLogs",
            summary = "Search events, newest first",
            description = "All conditions must hold. Take the next page with `cursor=` and the `next` of the answer.")
    @Parameter(
            name = "query",
            in = ParameterIn.QUERY,
            description = "Lucene syntax as in Kibana and Graylog",
            schema = @Schema(type = SchemaType.STRING),
            example = "service:payments AND severity:>=ERROR AND \"connection reset\"")
    @Parameter(
            name = "levels",
            in = ParameterIn.QUERY,
            description = "Severities, separated by commas: TRACE, DEBUG, INFO, WARN, ERROR, FATAL, UNSPECIFIED",
            schema = @Schema(type = SchemaType.STRING),
            example = "ERROR,WARN")
    @Parameter(
            name = "search",
            in = ParameterIn.QUERY,
            description = "Text that the body contains, in any case",
            schema = @Schema(type = SchemaType.STRING),
            example = "timeout")
    @Parameter(
            name = "from",
            in = ParameterIn.QUERY,
            description = "Earliest time, inclusive (RFC 3339)",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-01-31T13:00:00Z")
    @Parameter(
            name = "to",
            in = ParameterIn.QUERY,
            description = "Latest time, exclusive (RFC 3339)",
            schema = @Schema(type = SchemaType.STRING, format = "date-time"),
            example = "2026-01-31T14:00:00Z")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many events at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "100"))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "How many matching events to leave out first; `cursor` is quicker",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000000", defaultValue = "0"))
    @Parameter(
            name = "cursor",
            in = ParameterIn.QUERY,
            description = "The `next` of the page before",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "A page of events",
            content = @Content(schema = @Schema(implementation = LogsAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be used",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @APIResponse(
            responseCode = "503",
            description = "The search took too long, or the store does not answer",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Uni<LogsAnswer> logs(@Context UriInfo request) {
        return store.search(SearchRequest.parse(request.getQueryParameters())).map(LogsAnswer::of);
    }
}
