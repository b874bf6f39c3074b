package dev.logbell.processor.search;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.LogSearch;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.RestMulti;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/export}: all events that match, as a file. They are read page by page as the client takes them, so
 * that neither memory nor a transaction grows with their number.
 */
@Path("/api/v1/export")
@Tag(name = SearchOperations.TAG)
public class ExportResource {
    private static final Logger LOG = Logger.getLogger(ExportResource.class);

    private final LogSearch search;
    private final ObjectMapper mapper;
    private final Clock clock = Clock.systemUTC();

    ExportResource(LogSearch search, ObjectMapper mapper) {
        this.search = search;
        this.mapper = mapper;
    }

    @GET
    @Produces(ExportFormat.LINES)
    @Operation(
            operationId = "exportEvents",
            summary = "Export all events that match",
            description = "NDJSON, a whole event a line; with `format=csv` or `Accept: text/csv`, CSV. Without `to`,"
                    + " until now. If it fails on the way, the connection breaks, so that a file with an end is whole."
                    + " `timeout` is that of one page.")
    @Parameter(
            name = "format",
            in = ParameterIn.QUERY,
            description = "The format; it wins over `Accept`",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"ndjson", "csv"},
                            defaultValue = "ndjson"))
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Fields by the names of queries, separated by commas; CSV has "
                    + "time,severity,service,host,file,body if it is left out",
            schema = @Schema(type = SchemaType.STRING),
            example = "time,severity,body")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            description = "`desc` begins with the newest, `asc` with the oldest",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"desc", "asc"},
                            defaultValue = "desc"))
    @APIResponse(
            responseCode = "200",
            description = "Events",
            content = {
                @Content(
                        mediaType = ExportFormat.NDJSON,
                        schema = @Schema(implementation = String.class),
                        example =
                                "{\"time\":\"2026-01-31T13:45:00.250Z\",\"severityText\":\"ERROR\",\"body\":\"...\"}\n"),
                @Content(
                        mediaType = ExportFormat.CSV,
                        schema = @Schema(implementation = String.class),
                        example = "time,severity,body\r\n2026-01-31T13:45:00.250Z,ERROR,connection reset\r\n")
            })
    public RestMulti<String> ndjson(@Context UriInfo request) {
        Parameters parameters = parameters(request);
        NdjsonText text = new NdjsonText(Selection.of(parameters.list("fields")), this::json);
        return RestMulti.fromMultiData(export(parameters, text))
                .header("Content-Type", ExportFormat.NDJSON)
                .build();
    }

    @GET
    @Produces(ExportFormat.CSV)
    @Operation(hidden = true)
    public RestMulti<String> csv(@Context UriInfo request) {
        Parameters parameters = parameters(request);
        Selection selection = Selection.of(parameters.list("fields"));
        CsvText text = new CsvText(selection.isWhole() ? Selection.of(CsvText.USUAL) : selection, this::json);
        return RestMulti.fromMultiData(export(parameters, text))
                .header("Content-Disposition", "attachment; filename=\"logs.csv\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }

    private static Parameters parameters(UriInfo request) {
        Parameters parameters =
                new Parameters(request.getQueryParameters(), EventFilter.and("format", "fields", "order"));
        parameters.oneOf("format", ExportFormat.NAMES);
        return parameters;
    }

    private Multi<String> export(Parameters parameters, ExportText text) {
        EventRange asked = EventFilter.range(parameters);
        Duration timeout = parameters.duration("timeout");
        EventRange first = new EventRange(
                asked.query(),
                asked.from(),
                asked.to() == null ? clock.instant() : asked.to(),
                SearchRequest.order(parameters),
                null);
        Multi<String> lines = pages(first, timeout).map(page -> text.lines(page.events()));
        return Multi.createBy()
                .concatenating()
                .streams(Multi.createFrom().item(text.head()), lines)
                .select()
                .where(part -> !part.isEmpty())
                .onFailure()
                .invoke(e -> LOG.warnf("an export ended before its end: %s", e.getMessage()));
    }

    private Multi<EventPage> pages(EventRange first, @Nullable Duration timeout) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new AtomicReference<EventRange>(first), range -> page(range, timeout))
                .whilst(page -> page.next() != null);
    }

    private Uni<EventPage> page(AtomicReference<EventRange> next, @Nullable Duration timeout) {
        EventRange range = next.get();
        return Asking.ask(timeout, caller -> search.read(range, new ExportPage(), caller))
                .invoke(page ->
                        next.set(new EventRange(range.query(), range.from(), range.to(), range.order(), page.next())));
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }
}
