package dev.logbell.processor.page;

import dev.logbell.alert.Alert;
import dev.logbell.processor.account.Accounting;
import dev.logbell.processor.ingest.InFlight;
import dev.logbell.processor.search.SearchRequest;
import dev.logbell.processor.store.EventPage;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceAccount;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** {@code GET /}: the page, rendered here; it needs no JavaScript. */
@Path("/")
public class PageResource {
    private static final int EVENTS = 50;
    private static final int ALERTS = 5;
    private static final int SOURCES = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final LogStore store;
    private final LogSearch search;
    private final InFlight inFlight;
    private final EventRates rates;
    private final Clock clock = Clock.systemUTC();

    PageResource(LogStore store, LogSearch search, InFlight inFlight, EventRates rates) {
        this.store = store;
        this.search = search;
        this.inFlight = inFlight;
        this.rates = rates;
    }

    private record Answer<T>(T value, @Nullable String error) {}

    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public Uni<Response> page(@Context UriInfo request) {
        Map<String, Long> onTheirWay = inFlight.bySource();
        Uni<Answer<EventPage>> events = orError(
                Uni.createFrom()
                        .deferred(() -> search.search(SearchRequest.parse(request.getQueryParameters(), EVENTS))),
                new EventPage(List.of(), null));
        Uni<Answer<List<Alert>>> alerts = orError(store.alerts(ALERTS, 0), List.of());
        Uni<Answer<List<SourceAccount>>> accounts = orError(store.accounts(), List.of());
        String nonce = nonce();
        return Uni.combine()
                .all()
                .unis(events, alerts, accounts)
                .asTuple()
                .chain(found -> home(request, nonce, onTheirWay, found.getItem1(), found.getItem2(), found.getItem3())
                        .createUni())
                .map(html -> Response.ok(html, MediaType.TEXT_HTML_TYPE.withCharset("UTF-8"))
                        .header("Content-Security-Policy", policy(nonce))
                        .header("X-Content-Type-Options", "nosniff")
                        .header("Referrer-Policy", "no-referrer")
                        .header("Cache-Control", "no-store")
                        .build());
    }

    private Home home(
            UriInfo request,
            String nonce,
            Map<String, Long> onTheirWay,
            Answer<EventPage> events,
            Answer<List<Alert>> alerts,
            Answer<List<SourceAccount>> accounts) {
        Instant now = clock.instant();
        Rows rows = new Rows(now);
        Accounting accounting = Accounting.of(accounts.value(), onTheirWay);
        Map<String, Double> perSecond = rates.until(System.nanoTime(), accounts.value());
        String query = request.getQueryParameters().getFirst("query");
        return new Home(
                nonce,
                query == null ? "" : query,
                !request.getQueryParameters().containsKey("cursor"),
                firstOf(events.error(), accounts.error(), alerts.error()),
                totals(accounting, perSecond),
                accounting.sources().stream()
                        .limit(SOURCES)
                        .map(source -> rows.source(source, perSecond.getOrDefault(source.id(), 0.0)))
                        .toList(),
                Math.max(0, accounting.sources().size() - SOURCES),
                events.value().events().stream().map(rows::event).toList(),
                next(query, events.value()),
                alerts.value().stream().map(rows::alert).toList(),
                request.getBaseUri().toString().replaceAll("/$", ""));
    }

    private static Home.Totals totals(Accounting accounting, Map<String, Double> perSecond) {
        Accounting.Total total = accounting.total();
        long dropped =
                total.dropped().values().stream().mapToLong(Long::longValue).sum();
        return new Home.Totals(
                Wording.number(total.storedEvents()),
                Wording.rate(perSecond.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum()),
                Wording.number(accounting.sources().size()),
                Wording.bytes(total.read()),
                Wording.bytes(dropped),
                accounting.balanced());
    }

    private static @Nullable String next(@Nullable String query, EventPage page) {
        return page.next() == null
                ? null
                : "?query=%s&cursor=%s"
                        .formatted(
                                URLEncoder.encode(query == null ? "" : query, StandardCharsets.UTF_8),
                                SearchRequest.cursor(page.next()));
    }

    private static <T> Uni<Answer<T>> orError(Uni<T> asked, T otherwise) {
        return asked.map(value -> new Answer<>(value, null))
                .onFailure()
                .recoverWithItem(failure -> new Answer<>(otherwise, error(failure)));
    }

    private static String error(Throwable failure) {
        return SearchRequest.saysWhatToDo(failure)
                ? String.valueOf(failure.getMessage())
                : "The store does not answer (%s). Look at /q/health"
                        .formatted(failure.getClass().getSimpleName());
    }

    private static @Nullable String firstOf(@Nullable String... errors) {
        for (String error : errors) {
            if (error != null) {
                return error;
            }
        }
        return null;
    }

    private static String nonce() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String policy(String nonce) {
        return ("default-src 'none'; style-src 'nonce-%s'; script-src 'nonce-%s'; img-src data:; form-action 'self';"
                        + " base-uri 'none'; frame-ancestors 'none'")
                .formatted(nonce, nonce);
    }
}
