package dev.logbell.processor.account;

import dev.logbell.processor.store.SourceAccount;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of every byte that was read.
 *
 * @param balanced whether every source's watermark is what was stored and left out of it
 */
public record Accounting(List<SourceLine> sources, Total total, boolean balanced) {
    /**
     * One source.
     *
     * @param read stored, dropped and in flight together
     * @param dropped bytes by reason
     * @param watermark the offset up to which it is settled; null if nothing is yet
     * @param balanced whether the watermark is what was stored and left out; offsets of other producers' Kafka records
     *     count records, and balance always
     */
    @Schema(name = "SourceAccount")
    public record SourceLine(
            @Schema(examples = "file:web-1:2049:131077:lq3k9x")
            String id,

            Map<String, String> resource,
            @Schema(examples = "1048576") long read,
            @Schema(examples = "1048000") long stored,
            @Schema(examples = "{\"blank\": 76}") Map<String, Long> dropped,
            @Schema(examples = "500") long inFlight,
            @Schema(examples = "9000") long storedEvents,
            @Nullable Long watermark,
            @Nullable Instant updated,
            boolean balanced) {}

    /** All sources together, in bytes and events. */
    public record Total(long read, long stored, Map<String, Long> dropped, long inFlight, long storedEvents) {}

    /**
     * Puts the account together.
     *
     * @param inFlight source id to bytes, read before the accounts: what is settled in between is not counted twice
     */
    public static Accounting of(List<SourceAccount> accounts, Map<String, Long> inFlight) {
        List<SourceLine> lines = new ArrayList<>();
        Set<String> stored = new HashSet<>();
        for (SourceAccount account : accounts) {
            stored.add(account.source().id());
            lines.add(line(account, inFlight.getOrDefault(account.source().id(), 0L)));
        }
        new TreeMap<>(inFlight).forEach((source, bytes) -> {
            if (!stored.contains(source)) {
                lines.add(new SourceLine(source, Map.of(), bytes, 0, Map.of(), bytes, 0, null, null, true));
            }
        });
        return new Accounting(lines, total(lines), lines.stream().allMatch(SourceLine::balanced));
    }

    private static SourceLine line(SourceAccount account, long inFlight) {
        long settled = account.storedBytes() + sum(account.droppedBytes());
        boolean countsRecords = account.source().id().startsWith("kafka:");
        return new SourceLine(
                account.source().id(),
                account.source().resource(),
                settled + inFlight,
                account.storedBytes(),
                new TreeMap<>(account.droppedBytes()),
                inFlight,
                account.storedEvents(),
                account.watermark(),
                account.updated(),
                countsRecords || settled == account.watermark());
    }

    private static Total total(List<SourceLine> lines) {
        Map<String, Long> dropped = new TreeMap<>();
        lines.forEach(line -> line.dropped().forEach((reason, bytes) -> dropped.merge(reason, bytes, Long::sum)));
        return new Total(
                lines.stream().mapToLong(SourceLine::read).sum(),
                lines.stream().mapToLong(SourceLine::stored).sum(),
                dropped,
                lines.stream().mapToLong(SourceLine::inFlight).sum(),
                lines.stream().mapToLong(SourceLine::storedEvents).sum());
    }

    private static long sum(Map<String, Long> bytes) {
        return bytes.values().stream().mapToLong(Long::longValue).sum();
    }
}
