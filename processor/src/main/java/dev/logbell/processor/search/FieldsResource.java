package dev.logbell.processor.search;

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
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/fields} and {@code /facets}: which fields events have, and their most frequent values. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class FieldsResource {
    private static final int MOST_SAMPLED = 100_000;
    private static final int USUAL_SAMPLE = 10_000;

    private final LogSearch search;

    FieldsResource(LogSearch search) {
        this.search = search;
    }

    /**
     * The fields of events.
     *
     * @param events how many were looked at: the newest that match
     * @param exact whether these are all that match
     */
    record FieldsAnswer(@Schema(examples = "10000") int events, boolean exact, List<FieldLine> fields) {}

    /**
     * One field.
     *
     * @param type string, number, boolean or mixed
     * @param events how many have it
     */
    record FieldLine(
            @Schema(examples = "http.status") String name,
            @Schema(examples = "number") String type,
            @Schema(examples = "9120") int events) {}

    /**
     * The most frequent values of fields.
     *
     * @param events how many were looked at: the newest that match
     * @param exact whether these are all that match
     */
    record FacetsAnswer(@Schema(examples = "10000") int events, boolean exact, List<Facet> facets) {}

    /**
     * One field's most frequent values.
     *
     * @param events how many have the field
     * @param distinct how many different values they have
     * @param exact whether all different values were counted; if not, those that came late were not
     */
    record Facet(
            @Schema(examples = "http.status") String name,
            @Schema(examples = "9120") int events,
            @Schema(examples = "7") int distinct,
            boolean exact,
            List<FieldCounts.Value> values) {}

    @GET
    @Path("/fields")
    @Operation(
            operationId = "listFields",
            summary = "List the fields that events have",
            description = "Of the newest matching events, up to `sample`: `exact` says whether that was all of them.")
    @Parameter(
            name = "sample",
            in = ParameterIn.QUERY,
            description = "How many events to look at, at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000", defaultValue = "10000"))
    @APIResponse(
            responseCode = "200",
            description = "Fields by name",
            content = @Content(schema = @Schema(implementation = FieldsAnswer.class)))
    public Uni<FieldsAnswer> fields(@Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), EventFilter.and("sample"));
        return sample(parameters)
                .map(sample -> new FieldsAnswer(
                        sample.events(),
                        sample.isAll(),
                        sample.fields().stream()
                                .map(field -> new FieldLine(field.name(), field.type(), field.events()))
                                .sorted(Comparator.comparing(FieldLine::name))
                                .toList()));
    }

    @GET
    @Path("/facets")
    @Operation(
            operationId = "listFacets",
            summary = "List the most frequent values of all fields, or of some",
            description = "Of the newest matching events, up to `sample`: `exact` says whether that was all of them.")
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Fields by the names of queries, separated by commas; all if it is left out",
            schema = @Schema(type = SchemaType.STRING),
            example = "severity,service,http.status")
    @Parameter(
            name = "top",
            in = ParameterIn.QUERY,
            description = "How many values of each field",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "10"))
    @Parameter(
            name = "sample",
            in = ParameterIn.QUERY,
            description = "How many events to look at, at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "100000", defaultValue = "10000"))
    @APIResponse(
            responseCode = "200",
            description = "Fields, those that most events have first, and their values",
            content = @Content(schema = @Schema(implementation = FacetsAnswer.class)))
    public Uni<FacetsAnswer> facets(@Context UriInfo request) {
        Parameters parameters =
                new Parameters(request.getQueryParameters(), EventFilter.and("fields", "top", "sample"));
        int top = parameters.number("top", 1, 1_000, 10);
        Predicate<String> isWanted = wanted(parameters.list("fields"));
        return sample(parameters)
                .map(sample -> new FacetsAnswer(
                        sample.events(),
                        sample.isAll(),
                        sample.fields().stream()
                                .filter(field -> isWanted.test(field.name()))
                                .map(field -> new Facet(
                                        field.name(),
                                        field.events(),
                                        field.distinct(),
                                        field.isExact(),
                                        field.top(top)))
                                .sorted(Comparator.comparingInt(Facet::events)
                                        .reversed()
                                        .thenComparing(Facet::name))
                                .toList()));
    }

    private Uni<FieldReader.Sample> sample(Parameters parameters) {
        EventRange range = EventFilter.range(parameters);
        int most = parameters.number("sample", 1, MOST_SAMPLED, USUAL_SAMPLE);
        return Asking.ask(parameters, caller -> search.read(range, new FieldReader(most), caller));
    }

    private static Predicate<String> wanted(List<String> names) {
        Set<String> canonical =
                names.stream().map(name -> Field.of(name).name()).collect(Collectors.toSet());
        return name -> names.isEmpty() || canonical.contains(name);
    }
}
