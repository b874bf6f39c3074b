package dev.logbell.processor.search;

import dev.logbell.alert.Alert;
import dev.logbell.processor.store.LogStore;
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

/** {@code GET /api/v1/alerts}: what the rules raised, newest first. */
@Path("/api/v1/alerts")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "alerts")
public class AlertsResource {
    private static final int MOST_ALERTS = 1_000;
    private static final int USUAL_ALERTS = 100;

    private final LogStore store;

    AlertsResource(LogStore store) {
        this.store = store;
    }

    /** A page of alerts. */
    record AlertsAnswer(List<Alert> alerts) {}

    @GET
    @Operation(operationId = "listAlerts", summary = "List the alerts that were raised, newest first")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many alerts at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(
            name = "offset",
            in = ParameterIn.QUERY,
            description = "How many alerts to leave out first",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "0", maximum = "1000000", defaultValue = "0"))
    @APIResponse(
            responseCode = "200",
            description = "Alerts",
            content = @Content(schema = @Schema(implementation = AlertsAnswer.class)))
    @APIResponse(
            responseCode = "400",
            description = "A parameter cannot be used",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    @APIResponse(
            responseCode = "503",
            description = "The store does not answer",
            content = @Content(schema = @Schema(implementation = ErrorAnswer.class)))
    public Uni<AlertsAnswer> alerts(@Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), Set.of("limit", "offset"));
        int limit = parameters.number("limit", 1, MOST_ALERTS, USUAL_ALERTS);
        int offset = parameters.number("offset", 0, SearchRequest.FARTHEST_OFFSET, 0);
        return store.alerts(limit, offset).map(AlertsAnswer::new);
    }
}
