package dev.logbell.processor.search;

import dev.logbell.processor.sql.CheckedSql;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.SqlAnswer;
import dev.logbell.processor.store.SqlQuestion;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code POST /api/v1/sql}: SQL about the events, which can read and nothing else. */
@Path("/api/v1/sql")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class SqlResource {
    private final LogSearch search;

    SqlResource(LogSearch search) {
        this.search = search;
    }

    @POST
    @Consumes(MediaType.WILDCARD)
    @Operation(
            operationId = "askInSql",
            summary = "Ask in SQL",
            description = "One SELECT over the view `logs` in the dialect of the store: time, observed_time, severity,"
                    + " severity_number, severity_text, service, host, file, body, attributes (JSON), trace_id, span_id,"
                    + " pattern, source, source_offset; in SQLite also time_us (microseconds since 1970, indexed). JOIN, subqueries"
                    + " and WITH are allowed; only functions of a short list are.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.TEXT_PLAIN,
                            schema = @Schema(implementation = String.class),
                            example = "SELECT service, count(*) AS errors FROM logs WHERE severity_number >= 17"
                                    + " GROUP BY service ORDER BY errors DESC"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many rows at the most; `truncated` says whether there are more",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "10000", defaultValue = "1000"))
    @APIResponse(
            responseCode = "200",
            description = "Rows",
            content =
                    @Content(
                            schema = @Schema(implementation = SqlAnswer.class),
                            example = "{\"columns\": [\"service\", \"errors\"], \"rows\": [[\"payments\", 42]],"
                                    + " \"truncated\": false}"))
    public Uni<SqlAnswer> sql(String statement, @Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), Set.of("limit", "timeout"));
        SqlQuestion question = new SqlQuestion(CheckedSql.of(statement), parameters.number("limit", 1, 10_000, 1_000));
        return Asking.ask(parameters, caller -> search.sql(question, caller));
    }
}
