package dev.logbell.processor.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.processor.pattern.LabelledLines.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PatternMinerTest {
    private static final int MOST = 10_000;

    private final PatternMiner miner = new PatternMiner(MOST);

    private Pattern mine(String text) {
        return Objects.requireNonNull(miner.mine(text));
    }

    private String text(String... lines) {
        Pattern last = mine(lines[0]);
        for (String line : lines) {
            last = mine(line);
        }
        return last.root().text();
    }

    @Test
    void putsAWildcardWhereNumbersAndValuesAre() {
        assertThat(text("Failed password for root from 10.0.0.7 port 4242 ssh2"))
                .isEqualTo("Failed password for root from <*> port <*>");
        assertThat(text("took 12.5 ms for 3 rows")).isEqualTo("took <*> for <*> rows");
        assertThat(text("GET /cart/42?page=2 user=alice state=\"on hold\""))
                .isEqualTo("GET <*> user=<*> state=\"<*>\"");
        assertThat(text("PacketResponder 1 for block blk_-6952295868487656571 terminating"))
                .isEqualTo("PacketResponder <*> for block blk_<*> terminating");
        assertThat(text("at 2026-03-01T10:00:00.123Z in 9f1c2d3e-beef-4a5b-8c7d-0123456789ab"))
                .isEqualTo("at <*> in <*>");
    }

    @Test
    void keepsTheKeysOfJson() {
        assertThat(text("{\"event\":\"purchase\",\"user\":\"alice\",\"amount\":12.5}"))
                .isEqualTo("{\"event\":\"purchase\",\"user\":\"<*>\",\"amount\":<*>}");
    }

    @Test
    void joinsWordsInThePlacesOfValuesAndNoOthers() {
        assertThat(text("session opened for alice", "session opened for bob", "session opened for carol"))
                .isEqualTo("session opened for <*>");
        assertThat(mine("session opened for dave").root())
                .isNotSameAs(mine("session closed for dave").root());
    }

    @Test
    void joinsAnyWordOnceManyWereSeenInItsPlace() {
        for (String service : List.of("payments", "orders", "mail", "search", "billing", "auth")) {
            mine(service + " is ready");
        }
        assertThat(mine("payments is ready").root().text()).isEqualTo("<*> is ready");
        assertThat(mine("shipping is ready")).isSameAs(mine("payments is ready"));
    }

    @Test
    void takesAListForOneValueHoweverLongItIs() {
        assertThat(mine("assigned [orders, mail] now")).isSameAs(mine("assigned [a, b, c, d] now"));
        assertThat(mine("read 1, 2, 3 of it")).isSameAs(mine("read 7 of it"));
    }

    @Test
    void looksAtTheFirstLineAlone() {
        assertThat(mine("it broke\n\tat dev.shop.Pay.charge(Pay.java:12)")).isSameAs(mine("it broke"));
        assertThat(mine("it broke\n\tat dev.shop.Pay.charge(Pay.java:12)").example())
                .isEqualTo("it broke");
        assertThat(miner.mine(" \n")).isNull();
    }

    @Test
    void givesTheSameIdInEveryProcess() {
        assertThat(mine("user=alice logged in").name()).isEqualTo("350293fd9e7ce347");
    }

    @Test
    void groupsLinesAsTheStatementsThatWroteThem() {
        double sum = 0;
        for (int seed = 1; seed <= 5; seed++) {
            List<Line> lines = LabelledLines.lines(20_000, seed);
            sum += accuracy(lines, patterns(new PatternMiner(MOST), lines));
        }
        assertThat(sum / 5).isGreaterThan(0.95);
    }

    @Test
    void goesOnAfterARestartAsIfThereWasNone() {
        List<Line> lines = LabelledLines.lines(6_000, 11);
        List<Line> before = lines.subList(0, 3_000);
        PatternMiner without = new PatternMiner(MOST);
        List<Pattern> expected = patterns(without, lines);
        PatternMiner first = new PatternMiner(MOST);
        List<Pattern> earlier = patterns(first, before);

        PatternMiner restarted = restarted(earlier);
        List<Pattern> later = patterns(restarted, lines.subList(3_000, lines.size()));

        for (int i = 0; i < later.size(); i++) {
            assertThat(later.get(i).root().name())
                    .as(lines.get(3_000 + i).text())
                    .isEqualTo(expected.get(3_000 + i).root().name());
        }
    }

    @Test
    void readsItsOwnTextsAsThePatternsTheyStandFor() {
        for (Pattern pattern : new HashSet<>(patterns(miner, LabelledLines.lines(6_000, 12)))) {
            PatternMiner other = restarted(List.of(pattern));

            assertThat(Objects.requireNonNull(other.mine(pattern.example()))
                            .root()
                            .id())
                    .as(pattern.text() + " of " + pattern.example())
                    .isEqualTo(pattern.root().id());
        }
    }

    @Test
    void staysSmallAndQuietUnderRandomText() {
        PatternMiner small = new PatternMiner(500);
        Random random = new Random(3);
        for (int i = 0; i < 30_000; i++) {
            StringBuilder line = new StringBuilder();
            int length = random.nextInt(i % 100 == 0 ? 3_000 : 80);
            for (int k = 0; k < length; k++) {
                line.append((char) (random.nextInt(20) == 0 ? random.nextInt(65_536) : 32 + random.nextInt(95)));
            }
            small.mine(line.toString());
        }
        assertThat(small.size()).isLessThanOrEqualTo(500);
    }

    @Test
    void keepsOnePatternForWordsWithoutEnd() {
        PatternMiner small = new PatternMiner(500);
        for (int i = 0; i < 5_000; i++) {
            small.mine(word(i));
        }
        assertThat(small.size()).isLessThan(100);
    }

    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + 1; rest > 0; rest /= 26) {
            word.append((char) ('a' + rest % 26));
        }
        return word.toString();
    }

    private static PatternMiner restarted(List<Pattern> known) {
        PatternMiner restarted = new PatternMiner(MOST);
        Set<Pattern> roots = new LinkedHashSet<>();
        known.forEach(pattern -> roots.add(pattern.root()));
        roots.forEach(root -> restarted.restore(KnownPattern.of(root)));
        return restarted;
    }

    private static List<Pattern> patterns(PatternMiner miner, List<Line> lines) {
        List<Pattern> patterns = new ArrayList<>();
        for (Line line : lines) {
            patterns.add(Objects.requireNonNull(miner.mine(line.text())));
        }
        return patterns;
    }

    /** The part of the lines whose pattern has all lines of their statement, and no others. */
    private static double accuracy(List<Line> lines, List<Pattern> patterns) {
        Map<Integer, Set<Pattern>> ofStatement = new HashMap<>();
        Map<Pattern, Set<Integer>> ofPattern = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            Pattern pattern = patterns.get(i).root();
            int statement = lines.get(i).statement();
            ofStatement.computeIfAbsent(statement, key -> new HashSet<>()).add(pattern);
            ofPattern.computeIfAbsent(pattern, key -> new HashSet<>()).add(statement);
        }
        int right = 0;
        for (int i = 0; i < lines.size(); i++) {
            Set<Pattern> found =
                    Objects.requireNonNull(ofStatement.get(lines.get(i).statement()));
            Set<Integer> written =
                    Objects.requireNonNull(ofPattern.get(patterns.get(i).root()));
            right += found.size() == 1 && written.size() == 1 ? 1 : 0;
        }
        return right / (double) lines.size();
    }
}
