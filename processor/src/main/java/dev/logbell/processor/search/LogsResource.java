package dev.logbell.processor.search;

import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.LogSearch;
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

/** {@code GET /api/v1/logs}: events, in the order of time. */
@Path("/api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class LogsResource {
    private final LogSearch search;

    LogsResource(LogSearch search) {
        this.search = search;
    }

    @GET
    @Operation(
            operationId = "searchLogs",
            summary = "Search events, newest first",
            description = "All conditions must hold. Take the next page with `cursor=` and the `next` of the answer.")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            description = "`desc` begins with the newest, `asc` with the oldest",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"desc", "asc"},
                            defaultValue = "desc"))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Fields to return instead of whole events, separated by commas, by the names of queries",
            schema = @Schema(type = SchemaType.STRING),
            example = "time,severity,body,http.status")
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
            description = "The `next` of the page before; all else as it was",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "A page of events",
            content = @Content(schema = @Schema(implementation = LogsAnswer.class)))
    public Uni<LogsAnswer> logs(@Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), SearchRequest.KNOWN);
        EventSearch page = SearchRequest.parse(request.getQueryParameters());
        Selection selection = Selection.of(parameters.list("fields"));
        return Asking.ask(parameters, caller -> search.search(page, caller))
                .map(found -> LogsAnswer.of(found, selection));
    }
}
