package dev.logbell.alerter.api;

import dev.logbell.alerter.channel.Channel;
import dev.logbell.alerter.outbox.Outbox;
import dev.logbell.alerter.outbox.Outbox.Summary;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the channels do. */
@Path("/api/v1/channels")
public class ChannelsResource {
    private static final Summary NOTHING = new Summary(0, 0, null, null, null);

    private final List<Channel> channels;
    private final Outbox outbox;

    ChannelsResource(List<Channel> channels, Outbox outbox) {
        this.channels = channels;
        this.outbox = outbox;
    }

    /** The answer. */
    public record States(List<Item> channels) {}

    /**
     * One channel.
     *
     * @param target without secrets
     * @param state {@code ok}, {@code failing} (the last attempt failed) or {@code unconfigured} (no such channel is
     *     configured any more, but deliveries of it are held)
     */
    public record Item(
            String name,
            String type,
            String target,
            String state,
            long pending,
            long failed,
            @Nullable Instant lastSuccessAt,
            @Nullable Instant lastErrorAt,
            @Nullable String lastError) {}

    /** All configured channels, and others that deliveries are held of. */
    @GET
    public Uni<States> list() {
        return outbox.summaries().map(summaries -> {
            List<Item> items = new ArrayList<>();
            Map<String, Summary> others = new TreeMap<>(summaries);
            for (Channel channel : channels) {
                Summary summary = summaries.getOrDefault(channel.name(), NOTHING);
                String type = channel.type().name().toLowerCase(Locale.ROOT);
                items.add(item(channel.name(), type, channel.target(), state(summary), summary));
                others.remove(channel.name());
            }
            others.forEach((name, summary) -> items.add(item(name, "", "", "unconfigured", summary)));
            return new States(items);
        });
    }

    private static String state(Summary summary) {
        Instant error = summary.lastErrorAt();
        Instant success = summary.lastSuccessAt();
        return error != null && (success == null || error.isAfter(success)) ? "failing" : "ok";
    }

    private static Item item(String name, String type, String target, String state, Summary summary) {
        return new Item(
                name,
                type,
                target,
                state,
                summary.pending(),
                summary.failed(),
                summary.lastSuccessAt(),
                summary.lastErrorAt(),
                summary.lastError());
    }
}
