package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Feeds samples of all formats that were damaged and mixed: whatever comes, every byte is accounted for. */
class FormatFuzzTest {
    private static final int ROUNDS = 3_000;
    private static final Instant OBSERVED = Instant.parse("2025-11-05T13:00:00Z");
    private static final FormatSetup SETUP = FormatSetup.standard();
    private static final List<byte[]> SAMPLES = SETUP.files().files().stream()
            .flatMap(file -> file.samples().stream())
            .map(sample -> sample.text().getBytes(StandardCharsets.UTF_8))
            .toList();

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void understandsOrKeepsWhateverComes() {
        Random random = new Random(20_251_123);
        ChunkParser parser = new ChunkParser(ZoneOffset.UTC, SETUP);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = lines(random);
            Source source = new Source("fuzz:" + random.nextInt(20), Map.of());
            LogChunk chunk =
                    new LogChunk(source, random.nextInt(100), bytes, Framing.LINES, OBSERVED, random.nextBoolean());

            ParsedChunk parsed = parser.parse(chunk);

            long dropped = parsed.droppedBytes().values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            assertThat(parsed.storedBytes() + dropped).as("round %d", round).isEqualTo(bytes.length);
            for (LogEvent event : parsed.events()) {
                assertThat(event.time()).as("round %d", round).isBefore(OBSERVED.plusSeconds(86_401));
                assertThat(event.body() + event.attributes() + event.resource()).doesNotContain("\0");
            }
        }
    }

    /** A line that a format goes back over again and again needs hours for all of these: the guard tells it from slow. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void comesToTheEndOfSamplesWithAPartRepeated() {
        Random random = new Random(7);
        ChunkParser parser = new ChunkParser(ZoneOffset.UTC, SETUP);
        for (byte[] sample : SAMPLES) {
            for (int round = 0; round < 3; round++) {
                int from = random.nextInt(sample.length);
                int to = Math.min(sample.length, from + 1 + random.nextInt(8));
                String part = new String(sample, from, to - from, StandardCharsets.ISO_8859_1);
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                line.write(sample, 0, from);
                line.writeBytes(part.repeat(60_000 / part.length()).getBytes(StandardCharsets.ISO_8859_1));
                line.write(sample, from, sample.length - from);
                LogChunk chunk = new LogChunk(
                        new Source("long", Map.of()), 0, line.toByteArray(), Framing.LINES, OBSERVED, false);

                assertThat(parser.parse(chunk).storedBytes()).isPositive();
            }
        }
    }

    private static byte[] lines(Random random) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            byte[] sample = SAMPLES.get(random.nextInt(SAMPLES.size()));
            bytes.writeBytes(random.nextInt(4) == 0 ? sample : damaged(sample, random));
            bytes.write('\n');
        }
        return bytes.toByteArray();
    }

    private static byte[] damaged(byte[] sample, Random random) {
        byte[] damaged = sample.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && damaged.length > 0; i++) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(5)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged = Arrays.copyOf(damaged, at);
                case 2 -> damaged = Arrays.copyOfRange(damaged, at, damaged.length);
                case 3 -> damaged[at] = damaged[random.nextInt(damaged.length)];
                default -> {
                    byte[] other = SAMPLES.get(random.nextInt(SAMPLES.size()));
                    int length = Math.min(other.length, damaged.length - at);
                    System.arraycopy(other, other.length - length, damaged, at, length);
                }
            }
        }
        return damaged;
    }
}
