package dev.logbell.bench;

import dev.logbell.acceptance.MixedLines;
import dev.logbell.collector.edge.mask.Masking;
import dev.logbell.collector.edge.mask.Masking.Preset;
import dev.logbell.collector.edge.mask.SourceMasker;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;

/** What masking costs: chunks of mixed lines are copied, and copied and masked, in turn, in one process. */
final class MaskBench {
    private static final int CHUNK = 262_144;
    private static final int CHUNKS_IN_A_ROUND = 1024;
    private static final int ROUNDS = 6;

    private MaskBench() {}

    static void run() {
        byte[][] chunks = chunks();
        Masking usual = Masking.of(EnumSet.of(Preset.CARDS, Preset.KEYS, Preset.PASSWORDS), Map.of());
        Masking all = Masking.of(EnumSet.allOf(Preset.class), Map.of());
        Masking own = Masking.of(
                EnumSet.of(Preset.CARDS, Preset.KEYS, Preset.PASSWORDS), Map.of("customers", "customer-(\\d+)"));
        for (int round = 1; round <= ROUNDS; round++) {
            double copied = measure("copied", Masking.OFF, chunks, 0);
            double ignored = measure("copied and masked", usual, chunks, copied);
            ignored += measure("with emails and ips", all, chunks, copied);
            ignored += measure("with a rule of one's own", own, chunks, copied);
            System.out.printf(Locale.ROOT, "round %d of %d, %.1f s%n", round, ROUNDS, copied + ignored);
        }
    }

    private static double measure(String what, Masking masking, byte[][] chunks, double base) {
        SourceMasker masker = new SourceMasker(rule -> {});
        long bytes = 0;
        int count = masking.isOff() ? CHUNKS_IN_A_ROUND * 4 : CHUNKS_IN_A_ROUND;
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            byte[] chunk = chunks[i % chunks.length].clone();
            masker.mask(masking, chunk, false, false);
            bytes += chunk.length;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double megabytes = bytes / 1e6;
        double own = seconds - base * bytes / (4.0 * CHUNKS_IN_A_ROUND * CHUNK);
        System.out.printf(
                Locale.ROOT,
                "  %-26s %8.0f MB/s   %.3f CPU s per million lines of 138 bytes%n",
                what,
                megabytes / seconds,
                own * 138 / megabytes);
        return seconds;
    }

    private static byte[][] chunks() {
        byte[][] chunks = new byte[32][];
        long number = 0;
        for (int i = 0; i < chunks.length; i++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(CHUNK);
            while (bytes.size() < CHUNK) {
                bytes.writeBytes(MixedLines.event(number++).getBytes(StandardCharsets.UTF_8));
            }
            chunks[i] = bytes.toByteArray();
        }
        return chunks;
    }
}
