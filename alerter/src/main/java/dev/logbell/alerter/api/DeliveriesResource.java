package dev.logbell.alerter.api;

import dev.logbell.alerter.outbox.Outbox;
import dev.logbell.alerter.outbox.Outbox.Attempt;
import dev.logbell.alerter.outbox.Outbox.DeliveryRecord;
import dev.logbell.alerter.outbox.Outbox.Filter;
import dev.logbell.alerter.outbox.Outbox.State;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of every delivery. */
@Path("/api/v1/deliveries")
public class DeliveriesResource {
    private static final int LIMIT = 50;
    private static final int HIGHEST_LIMIT = 1000;
    private static final int LONGEST_SHOWN = 80;

    private final Outbox outbox;

    DeliveriesResource(Outbox outbox) {
        this.outbox = outbox;
    }

    /** The answer. */
    public record Deliveries(List<Item> deliveries) {}

    /** One delivery with its attempts, oldest first. */
    public record Item(
            String alertId,
            Map<String, String> labels,
            String channel,
            String state,
            int attempts,
            Instant arrivedAt,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            List<Attempt> history) {}

    /** Deliveries, newest first. */
    @GET
    public Uni<Deliveries> list(
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("state") @Nullable String state,
            @QueryParam("channel") @Nullable String channel) {
        Filter filter = new Filter(limit(limit), state(state), Optional.ofNullable(channel));
        return outbox.recent(filter)
                .map(records -> new Deliveries(
                        records.stream().map(DeliveriesResource::item).toList()));
    }

    private static Item item(DeliveryRecord delivery) {
        return new Item(
                delivery.alertId(),
                delivery.labels(),
                delivery.channel(),
                delivery.state().word(),
                delivery.attempts(),
                delivery.arrivedAt(),
                delivery.nextAttemptAt(),
                delivery.lastError(),
                delivery.history());
    }

    private static int limit(@Nullable String limit) {
        if (limit == null) {
            return LIMIT;
        }
        if (limit.matches("[0-9]{1,4}")) {
            int number = Integer.parseInt(limit);
            if (number >= 1 && number <= HIGHEST_LIMIT) {
                return number;
            }
        }
        throw wrong("limit", "a whole number 1..%d".formatted(HIGHEST_LIMIT), limit, String.valueOf(LIMIT));
    }

    private static Optional<State> state(@Nullable String state) {
        if (state == null) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(State.values())
                .filter(known -> known.word().equals(state))
                .findFirst()
                .orElseThrow(() -> wrong("state", "pending, delivered or failed", state, "all")));
    }

    private static BadRequestException wrong(String parameter, String rule, String value, String otherwise) {
        String error = "%s must be %s, got '%s': change it or leave it out (%s)"
                .formatted(parameter, rule, shown(value), otherwise);
        return new BadRequestException(Response.status(Response.Status.BAD_REQUEST)
                .type("application/json")
                .entity(Map.of("error", error, "parameter", parameter))
                .build());
    }

    private static String shown(String value) {
        return value.length() > LONGEST_SHOWN ? value.substring(0, LONGEST_SHOWN) + "..." : value;
    }
}
