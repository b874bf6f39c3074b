package dev.logbell.processor.parse.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;

class LineMatcherTest {
    private static final List<FormatFile> FILES =
            FormatFiles.read(null, word -> 9).files();

    @Test
    void takesAPatternThatGoesBackForeverToTheOtherEngine() {
        LineMatcher matcher = new LineMatcher(LinePattern.of("(?:a+)+b|(?<rest>.*)", Map.of(), false));
        String hostile = "a".repeat(5_000) + "c";

        assertThat(matcher.matches(hostile)).isTrue();
        assertThat(hostile.substring(matcher.start(0), matcher.end(0))).isEqualTo(hostile);
    }

    @Test
    void survivesAPatternThatCallsItselfForEachCharacter() {
        LineMatcher matcher = new LineMatcher(LinePattern.of("(?:a|b|cd)*(?<end>e)", Map.of(), false));

        assertThat(matcher.matches("ab".repeat(30_000) + "e")).isTrue();
        assertThat(matcher.start(0)).isEqualTo(60_000);
    }

    @Test
    void doesNotTryATextThatIsTooLong() {
        LineMatcher matcher = new LineMatcher(LinePattern.of(".*", Map.of(), false));

        assertThat(matcher.matches("x".repeat(LineMatcher.LONGEST))).isTrue();
        assertThat(matcher.matches("x".repeat(LineMatcher.LONGEST + 1))).isFalse();
    }

    /** Twice the line costs at most twice the steps, before the engine that is linear by itself takes over. */
    @Test
    void takesStepsInProportionToTheLine() {
        for (FormatFile file : FILES) {
            if (file.content() instanceof FormatFile.Text text) {
                for (LinePattern pattern : text.patterns()) {
                    LineMatcher matcher = new LineMatcher(pattern);
                    for (FormatFile.Sample sample : file.samples()) {
                        String twice = sample.text() + sample.text();
                        matcher.matches(sample.text());
                        assertThat(matcher.steps())
                                .isLessThanOrEqualTo(16 * sample.text().length() + 1_001);
                        matcher.matches(twice);
                        assertThat(matcher.steps()).isLessThanOrEqualTo(16 * twice.length() + 1_001);
                    }
                }
            }
        }
    }

    @Test
    void findsTheSameWithBothEngines() {
        Random random = new Random(20_251_105);
        for (FormatFile file : FILES) {
            if (file.content() instanceof FormatFile.Text text) {
                for (FormatFile.Sample sample : file.samples()) {
                    for (int round = 0; round < 20; round++) {
                        String line = round == 0 ? sample.text() : changed(sample.text(), random);
                        text.patterns().forEach(pattern -> compare(pattern, line, file.name()));
                    }
                }
            }
        }
    }

    private static void compare(LinePattern pattern, String line, String name) {
        Matcher quick = pattern.quick().matcher(line);
        com.google.re2j.Matcher linear = pattern.linear().matcher(line);
        boolean isFound = quick.matches();
        assertThat(linear.matches()).as("%s: %s", name, line).isEqualTo(isFound);
        for (int i = 1; isFound && i <= pattern.targets().size(); i++) {
            assertThat(linear.start(i)).as("%s: %s: group %d", name, line, i).isEqualTo(quick.start(i));
            assertThat(linear.end(i)).as("%s: %s: group %d", name, line, i).isEqualTo(quick.end(i));
        }
    }

    private static String changed(String line, Random random) {
        StringBuilder changed = new StringBuilder(line);
        int at = random.nextInt(line.length());
        switch (random.nextInt(3)) {
            case 0 -> changed.deleteCharAt(at);
            case 1 -> changed.insert(at, "[]\"-: 7a{".charAt(random.nextInt(9)));
            default -> changed.setCharAt(at, line.charAt(random.nextInt(line.length())));
        }
        return changed.toString();
    }
}
