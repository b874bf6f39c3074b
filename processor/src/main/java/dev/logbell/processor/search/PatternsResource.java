package dev.logbell.processor.search;

import dev.logbell.processor.pattern.Pattern;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.EventCounts;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.PatternAccount;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.Tally;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code GET /api/v1/patterns}: what events have in common, and how many there are of each kind. */
@Path("/api/v1/patterns")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = SearchOperations.TAG)
public class PatternsResource {
    private static final Set<String> FILTERS = Set.of("query", "levels", "search", "from", "to");
    private static final int MOST_COUNTED = 1_000;

    private final PatternStore store;
    private final LogSearch search;
    private final Patterns patterns;
    private final Clock clock = Clock.systemUTC();

    PatternsResource(PatternStore store, LogSearch search, Patterns patterns) {
        this.store = store;
        this.search = search;
        this.patterns = patterns;
    }

    /**
     * Patterns.
     *
     * @param exact false if the least frequent of more than a thousand patterns were not counted
     */
    record PatternsAnswer(List<PatternLine> patterns, boolean exact) {}

    /**
     * One pattern.
     *
     * @param count of its events: those that match if there is a filter, otherwise all that were ever stored
     * @param merged ids of patterns that turned out to be parts of it
     */
    record PatternLine(
            @Schema(examples = "350293fd9e7ce347") String id,
            @Schema(examples = "user=<*> logged in") String text,
            @Schema(examples = "1042") long count,
            @Schema(examples = "2026-01-31T13:45:00Z") Instant firstSeen,
            @Schema(examples = "2026-01-31T17:45:00Z") Instant lastSeen,
            @Schema(examples = "user=alice logged in") String example,
            List<String> merged) {}

    @GET
    @Operation(
            operationId = "listPatterns",
            summary = "List what events have in common, with `<*>` for what differs",
            description = "Without a filter, all events that were ever stored are counted; with one, those that match."
                    + " The events of a pattern are found with `query=pattern:<id>`.")
    @Parameter(
            name = "order",
            in = ParameterIn.QUERY,
            description = "`count` begins with the most frequent, `newest` with what was seen first last",
            schema =
                    @Schema(
                            type = SchemaType.STRING,
                            enumeration = {"count", "newest"},
                            defaultValue = "count"))
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "How many patterns at the most",
            schema = @Schema(type = SchemaType.INTEGER, minimum = "1", maximum = "1000", defaultValue = "100"))
    @APIResponse(
            responseCode = "200",
            description = "Patterns",
            content = @Content(schema = @Schema(implementation = PatternsAnswer.class)))
    public Uni<PatternsAnswer> patterns(@Context UriInfo request) {
        Parameters parameters = new Parameters(request.getQueryParameters(), EventFilter.and("order", "limit"));
        int limit = parameters.number("limit", 1, MOST_COUNTED, 100);
        Comparator<PatternLine> order = order(parameters.text("order"));
        EventRange range = EventFilter.range(parameters);
        boolean isFiltered = request.getQueryParameters().keySet().stream().anyMatch(FILTERS::contains);
        return store.patterns(null)
                .chain(found -> isFiltered
                        ? Asking.ask(parameters, caller -> search.count(question(range, found.patterns()), caller))
                                .map(tally -> lines(found.patterns(), tally))
                        : Uni.createFrom().item(lines(found.patterns())))
                .map(all -> new PatternsAnswer(
                        all.patterns().stream().sorted(order).limit(limit).toList(), all.exact()));
    }

    private static Comparator<PatternLine> order(String name) {
        return switch (name) {
            case "", "count" ->
                Comparator.comparingLong(PatternLine::count).reversed().thenComparing(PatternLine::id);
            case "newest" ->
                Comparator.comparing(PatternLine::firstSeen).reversed().thenComparing(PatternLine::id);
            default ->
                throw new BadParameterException(
                        "order",
                        "order must be count or newest, got %s: change it or leave it out (count)"
                                .formatted(Shown.quoted(name)));
        };
    }

    /** The count of each pattern over all of a range; without bounds, over the time in which patterns were seen. */
    private EventCounts question(EventRange asked, List<PatternAccount> known) {
        Instant to = asked.to() == null ? latest(known) : asked.to();
        Instant from = asked.from() == null
                ? known.stream()
                        .filter(pattern -> pattern.events() > 0)
                        .map(PatternAccount::firstSeen)
                        .filter(time -> time.isBefore(to))
                        .min(Comparator.naturalOrder())
                        .orElse(to.minusMillis(1))
                : asked.from();
        EventRange range = new EventRange(asked.query(), from, to, EventRange.Order.ANY, null);
        Duration width = Duration.ofMillis(Duration.between(from, to).toMillis() + 1);
        return new EventCounts(range, from, width, 1, new Field(Field.Kind.PATTERN, "pattern"));
    }

    private Instant latest(List<PatternAccount> known) {
        return known.stream()
                .filter(pattern -> pattern.events() > 0)
                .map(PatternAccount::lastSeen)
                .max(Comparator.naturalOrder())
                .orElse(clock.instant())
                .plusMillis(1);
    }

    /** A pattern's numbers, with those of its parts. */
    private static final class Sum {
        private final List<String> merged = new ArrayList<>();
        private long count;
        private Instant firstSeen = Instant.MAX;
        private Instant lastSeen = Instant.MIN;

        private void add(PatternAccount part) {
            firstSeen = part.firstSeen().isBefore(firstSeen) ? part.firstSeen() : firstSeen;
            lastSeen = part.lastSeen().isAfter(lastSeen) ? part.lastSeen() : lastSeen;
        }
    }

    private PatternsAnswer lines(List<PatternAccount> known) {
        Map<String, Sum> sums = sums(known);
        known.forEach(part -> sum(sums, id(part)).count += part.events());
        return new PatternsAnswer(lines(known, sums), true);
    }

    private PatternsAnswer lines(List<PatternAccount> known, Tally tally) {
        Map<String, Sum> sums = sums(known);
        for (Tally.Series series : tally.top(MOST_COUNTED)) {
            if (series.value() != null) {
                sum(sums, series.value()).count += series.total();
            }
        }
        return new PatternsAnswer(lines(known, sums), tally.isExact());
    }

    private Map<String, Sum> sums(List<PatternAccount> known) {
        Map<String, Sum> sums = new HashMap<>();
        for (PatternAccount part : known) {
            Sum sum = sum(sums, id(part));
            if (part.events() > 0) {
                sum.add(part);
            }
            if (!patterns.root(id(part)).equals(id(part))) {
                sum.merged.add(id(part));
            }
        }
        return sums;
    }

    private Sum sum(Map<String, Sum> sums, String id) {
        return sums.computeIfAbsent(patterns.root(id), root -> new Sum());
    }

    private List<PatternLine> lines(List<PatternAccount> known, Map<String, Sum> sums) {
        List<PatternLine> lines = new ArrayList<>();
        for (PatternAccount pattern : known) {
            Sum sum = sums.get(id(pattern));
            if (sum != null && sum.count > 0 && !pattern.pattern().text().isEmpty()) {
                lines.add(new PatternLine(
                        id(pattern),
                        pattern.pattern().text(),
                        sum.count,
                        sum.firstSeen,
                        sum.lastSeen,
                        pattern.pattern().example(),
                        List.copyOf(sum.merged)));
            }
        }
        return lines;
    }

    private static String id(PatternAccount pattern) {
        return Pattern.name(pattern.pattern().id());
    }
}
