package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is read quickly is what Jackson reads, which decides about all else. */
class JsonScannerTest {
    private static final List<String> PARTS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            " ",
            "\n",
            "\t",
            "\"a\"",
            "\"b\"",
            "\"a\":",
            "\"level\":",
            "\"\"",
            "\"x\\n\\\"y\\\\\"",
            "\"\\u00e9\"",
            "\"\\/\"",
            "\"\t\"",
            "\"grün\"",
            "\"\\x\"",
            "0",
            "-0",
            "01",
            "7",
            "-12",
            "123456789012345678",
            "1234567890123456789",
            "-9223372036854775808",
            "1.5",
            "-0.25",
            "0.1",
            "123456789.12345",
            "1234567890.123456789",
            "1.",
            ".5",
            "1e3",
            "1E-2",
            "-",
            "NaN",
            "Infinity",
            "true",
            "false",
            "null",
            "nul",
            "truex",
            "\\",
            "\"",
            "'a'");

    private final JsonScanner scanner = new JsonScanner();

    private record Field(String name, Object value) {}

    @Test
    void readsWhatJacksonReads() {
        Random random = new Random(20_261_123);
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            read += isSame(random.nextInt(3) == 0 ? anything(random) : damaged(object(random, 3), random)) ? 1 : 0;
        }
        assertThat(read).isGreaterThan(30_000);
    }

    @Test
    void readsNumbersAsTheyAreWritten() {
        assertThat(fields("{\"a\":0.1,\"b\":-2.50,\"c\":1762344001.123456,\"d\":-0,\"e\":123456789.12345}"))
                .containsExactly(
                        new Field("a", 0.1),
                        new Field("b", -2.5),
                        new Field("c", "1762344001.123456"),
                        new Field("d", 0L),
                        new Field("e", 123456789.12345));
    }

    @Test
    void leavesWhatIsUnusualToJackson() {
        for (String text : List.of("{\"a\":1e3}", "{\"a\":\"\\u0041\"}", "{\"a\":1} x", "{\"a\":1,}", "{'a':1}", "{")) {
            assertThat(scanner.read(text, (name, value) -> {})).as(text).isFalse();
        }
        String deep = "{\"a\":".repeat(60) + "1" + "}".repeat(60);
        assertThat(scanner.read(deep, (name, value) -> {})).isFalse();
    }

    /** Tells if the text was read quickly; then Jackson must have read the same. */
    private boolean isSame(String text) {
        List<Field> quick = new ArrayList<>();
        if (!scanner.read(text, (name, value) -> quick.add(new Field(name, value)))) {
            return false;
        }
        assertThat(quick).as(text).isEqualTo(fields(text));
        return true;
    }

    private static List<Field> fields(String text) {
        JsonFields jackson = new JsonFields();
        assertThat(jackson.readAny(text)).as(text).isTrue();
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < jackson.size(); i++) {
            fields.add(new Field(jackson.name(i), jackson.value(i)));
        }
        return fields;
    }

    private static String anything(Random random) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(12); i > 0; i--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.append('}').toString();
    }

    private static String damaged(String text, Random random) {
        if (random.nextInt(3) > 0) {
            return text;
        }
        int at = random.nextInt(text.length());
        return text.substring(0, at) + PARTS.get(random.nextInt(PARTS.size())) + text.substring(at + random.nextInt(2));
    }

    private static String object(Random random, int depth) {
        StringBuilder text = new StringBuilder("{");
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(text.length() > 1 ? "," : "")
                    .append('"')
                    .append((char) ('a' + random.nextInt(4)))
                    .append("\": ");
            text.append(value(random, depth));
        }
        return text.append('}').toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 4 : 2)) {
            case 2 -> object(random, depth - 1);
            case 3 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default ->
                List.of("\"x\\ny\"", "\"grün\"", "12", "-0.5", "true", "null", "\"\"", "99.125")
                        .get(random.nextInt(8));
        };
    }
}
