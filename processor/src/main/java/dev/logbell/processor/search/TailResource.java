package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.pattern.PatternPredicate;
import dev.logbell.processor.pattern.Patterns;
import dev.logbell.processor.store.EventRange;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.tail.Follower;
import dev.logbell.processor.tail.Tail;
import dev.logbell.processor.tail.TailItem;
import dev.logbell.query.Query;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.time.Duration;
import java.util.HashSet;
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
import org.jboss.resteasy.reactive.RestStreamElementType;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/v1/tail}: events as they are stored, for as long as somebody listens. */
@Path("/api/v1/tail")
@Tag(name = SearchOperations.TAG)
public class TailResource {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration FARTHEST_BACK = Duration.ofHours(1);

    private final Tail tail;
    private final LogSearch search;
    private final Patterns patterns;

    TailResource(Tail tail, LogSearch search, Patterns patterns) {
        this.tail = tail;
        this.search = search;
        this.patterns = patterns;
    }

    /** How many events were stored, but not sent. */
    record DroppedAnswer(@Schema(examples = "1200") long events) {}

    private record Place(String source, long offset) {}

    @GET
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "followEvents",
            summary = "Follow events as they are stored",
            description = "Server-sent events: `data` is an event, as in searches. A browser's EventSource connects"
                    + " again by itself with `Last-Event-ID`, and is told what it missed: the events that were read"
                    + " since, of the last hour by their own time; some that it had already may come again (same"
                    + " `source` and `offset`). An event named `dropped` says how many were stored that are not sent,"
                    + " because the client is too slow.")
    @Parameter(
            name = "fields",
            in = ParameterIn.QUERY,
            description = "Fields to return instead of whole events, separated by commas",
            schema = @Schema(type = SchemaType.STRING))
    @Parameter(
            name = "Last-Event-ID",
            in = ParameterIn.HEADER,
            description = "The `id` of the last event that was received",
            schema = @Schema(type = SchemaType.STRING))
    @APIResponse(
            responseCode = "200",
            description = "A stream without an end",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = String.class),
                            example = """
                                    id: MjAyNi0wMS0zMVQxMzo0NTowMFoKNDIKZmlsZTp3ZWItMQ
                                    data: {"body": "..."}

                                    event: dropped
                                    data: {"events": 1200}

                                    """))
    public Multi<OutboundSseEvent> tail(
            @Context UriInfo request, @Context Sse sse, @HeaderParam("Last-Event-ID") @Nullable String lastId) {
        Parameters parameters =
                new Parameters(request.getQueryParameters(), Set.of("query", "levels", "search", "fields"));
        Query query = EventFilter.query(parameters);
        Selection selection = Selection.of(parameters.list("fields"));
        EventRange.Cursor last = lastId == null || lastId.isBlank() ? null : CursorCodec.decode(lastId.strip());
        return Multi.createFrom()
                .resource(
                        () -> tail.follow(PatternPredicate.of(query, patterns)).orElseThrow(TooManyException::new),
                        follower -> items(follower, query, last))
                .withFinalizer(tail::leave)
                .map(item -> message(sse, selection, item));
    }

    /** A sign of life at once, then what was missed, then what comes. */
    private Multi<TailItem> items(Follower follower, Query query, EventRange.@Nullable Cursor last) {
        Set<Place> told = new HashSet<>();
        Multi<TailItem> missed = missed(query, last)
                .invoke(items -> items.forEach(item -> remember(item, told)))
                .onItem()
                .disjoint();
        Multi<TailItem> live = Multi.createBy()
                .repeating()
                .uni(follower::next)
                .indefinitely()
                .onItem()
                .<TailItem>disjoint()
                .select()
                .where(item -> !isToldAlready(item, told));
        Multi<TailItem> started = Multi.createFrom().item(new TailItem.Quiet());
        return Multi.createBy()
                .concatenating()
                .streams(started, tail.look(search).toMulti().onItem().<TailItem>disjoint(), missed, told(live));
    }

    /** While somebody listens, what other processors store is looked for: whatever is found goes to the followers. */
    private Multi<TailItem> told(Multi<TailItem> live) {
        Multi<TailItem> looking = Multi.createFrom()
                .ticks()
                .every(BETWEEN_LOOKS)
                .onOverflow()
                .drop()
                .onItem()
                .transformToUniAndConcatenate(tick -> tail.look(search))
                .onItem()
                .disjoint();
        return Multi.createBy().merging().streams(live, looking);
    }

    private Multi<List<TailItem>> missed(Query query, EventRange.@Nullable Cursor last) {
        if (last == null) {
            return Multi.createFrom().empty();
        }
        EventRange range =
                new EventRange(query, last.time().minus(FARTHEST_BACK), null, EventRange.Order.OLDEST_FIRST, null);
        Uni<List<TailItem>> read =
                Asking.ask((Duration) null, caller -> search.read(range, new MissedReader(last), caller));
        return read.toMulti();
    }

    private static void remember(TailItem item, Set<Place> told) {
        if (item instanceof TailItem.Stored(LogEvent event)) {
            told.add(new Place(event.source(), event.offset()));
        }
    }

    private static boolean isToldAlready(TailItem item, Set<Place> told) {
        return !told.isEmpty()
                && item instanceof TailItem.Stored(LogEvent event)
                && told.remove(new Place(event.source(), event.offset()));
    }

    private static OutboundSseEvent message(Sse sse, Selection selection, TailItem item) {
        OutboundSseEvent.Builder message = sse.newEventBuilder();
        return switch (item) {
            case TailItem.Stored(LogEvent event) ->
                message.id(CursorCodec.encode(
                                new EventRange.Cursor(event.observedTime(), event.source(), event.offset())))
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(selection.of(event))
                        .build();
            case TailItem.Dropped(long events) ->
                message.name("dropped")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(new DroppedAnswer(events))
                        .build();
            case TailItem.Quiet() -> message.comment("following").build();
        };
    }
}
