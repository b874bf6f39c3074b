package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Joining;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvelopeCutterTest {
    private final EnvelopeCutter cutter =
            new EnvelopeCutter(new ReadingLimits(1 << 20, 1 << 18, Duration.ofMillis(20), Duration.ofSeconds(1)));

    /**
     * {@code |} is where the chunk has to end, / a line end; {@code o} and {@code e} begin whole lines of stdout and
     * stderr, {@code O} and {@code E} pieces, and a digit before them says how many hundreds of milliseconds later.
     */
    @ParameterizedTest
    @CsvSource({
        "MORE, |oone/",
        "MORE, oone/|otwo/",
        "MORE, |eone/e at a/",
        "MORE, |eone/oa/e at b/",
        "MORE, |eone/oa/ob/oc/",
        "MORE, eone/1oa/|ob/",
        "MORE, eone/1oa/1|ob/",
        "MORE, oa/|eone/ob/e at b/oc/",
        "MORE, oa/eone/ob/e at b/|oc/etwo/",
        "MORE, oa/eone/ob/e at b/oc/1|od/",
        "MORE, o{}/|",
        "MORE, oa/|ob/eone/",
        "MORE, O{a/o}/|",
        "MORE, oa/|O{a/",
        "MORE, oa/|O{a/1eb/1ec/",
        "MORE, oa/O{a/9eb/9ec/|1ed/",
        "QUIET, oone/etwo/|",
        "QUIET, |oone/etwo/othr",
        "QUIET, oone/e at a/|",
        "QUIET, oone/|Etwo/",
        "QUIET, oone/|Etwo/othree/",
        "OVER, oone/Etwo/|",
        "OVER, oone/Etw|",
    })
    void endsAChunkWhereNoEventOfEitherStreamGoesOn(Ending ending, String text) {
        StringBuilder cri = new StringBuilder();
        int expected = -1;
        long time = 1_762_344_000_000L;
        String[] lines = text.split("/", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i];
            if (line.contains("|")) {
                expected = cri.length();
                expected = line.endsWith("|") && line.length() > 1 ? -2 : expected;
                line = line.replace("|", "");
            }
            if (line.isEmpty()) {
                continue;
            }
            if (Character.isDigit(line.charAt(0))) {
                time += 100L * (line.charAt(0) - '0');
                line = line.substring(1);
            }
            char kind = line.charAt(0);
            cri.append(java.time.Instant.ofEpochMilli(time))
                    .append(Character.toLowerCase(kind) == 'o' ? " stdout " : " stderr ")
                    .append(Character.isUpperCase(kind) ? "P " : "F ")
                    .append(line.substring(1))
                    .append(i == lines.length - 1 ? "" : "\n");
        }
        byte[] bytes = ("##" + cri).getBytes(UTF_8);
        assertThat(cutter.isWrapped(bytes, 2, bytes.length)).isTrue();
        int end = cutter.lastEnd(Joining.BY_LOOK, bytes, 2, bytes.length, ending) - 2;
        assertThat(end).isEqualTo(expected == -2 ? cri.length() : expected);
    }

    @Test
    void findsTheLastPlaceThatLiesInNoEvent() {
        Random random = new Random(5);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            List<Integer> starts = new ArrayList<>();
            List<String> streams = new ArrayList<>();
            List<Boolean> goesOn = new ArrayList<>();
            Map<String, Boolean> isCut = new HashMap<>();
            int count = 1 + random.nextInt(14);
            for (int i = 0; i < count; i++) {
                String stream = random.nextInt(3) == 0 ? "stderr" : "stdout";
                boolean isPiece = random.nextInt(5) == 0;
                boolean isFrame = random.nextInt(3) == 0;
                boolean isKnown = isCut.containsKey(stream);
                starts.add(text.length());
                streams.add(stream);
                goesOn.add(isKnown && (isFrame || isCut.getOrDefault(stream, false)));
                text.append("2025-11-05T12:00:00Z %s %s %s\n"
                        .formatted(stream, isPiece ? "P" : "F", isFrame ? "\tat a.b(C:1)" : "line"));
                isCut.put(stream, isPiece);
            }
            byte[] bytes = text.toString().getBytes(UTF_8);
            int expected = 0;
            for (int cut = 1; cut < count; cut++) {
                boolean isFree = true;
                for (String stream : isCut.keySet()) {
                    int next = cut;
                    while (next < count && !streams.get(next).equals(stream)) {
                        next++;
                    }
                    boolean isBefore = streams.subList(0, cut).contains(stream);
                    isFree &= !isBefore || (next < count && !goesOn.get(next));
                }
                expected = isFree ? starts.get(cut) : expected;
            }
            assertThat(cutter.lastEnd(Joining.BY_LOOK, bytes, 0, bytes.length, Ending.OPEN))
                    .as("round %d%n%s", round, text)
                    .isEqualTo(expected);
        }
    }
}
