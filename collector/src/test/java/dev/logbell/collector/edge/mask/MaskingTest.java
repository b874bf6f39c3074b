package dev.logbell.collector.edge.mask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.logbell.collector.edge.mask.Masking.Preset;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
    private static final Masking USUAL = Masking.of(EnumSet.of(Preset.CARDS, Preset.KEYS, Preset.PASSWORDS), Map.of());
    private static final Masking ALL = Masking.of(EnumSet.allOf(Preset.class), Map.of());
    private static final String LETTERS = "k7Qw2ZxP9mT4vB8nR1sL6yD3gH5jF0cE";

    private final List<String> counted = new ArrayList<>();
    private final SourceMasker masker = new SourceMasker(counted::add);

    static Stream<Arguments> secrets() throws IOException {
        List<String> lines = lines("masked.txt");
        List<Arguments> pairs = new ArrayList<>();
        for (int i = 0; i < lines.size(); i += 2) {
            pairs.add(Arguments.of(filled(lines.get(i)), filled(lines.get(i + 1))));
        }
        return pairs.stream();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void putsStarsOverSecretsAndNothingElse(String line, String masked) {
        assertThat(mask(USUAL, "before\n" + line + "\nafter\n")).isEqualTo("before\n" + masked + "\nafter\n");
        assertThat(counted).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("secrets")
    void keepsJsonJson(String line, String masked) throws IOException {
        if (line.startsWith("{")) {
            assertThat(new ObjectMapper().readTree(mask(USUAL, line)).isObject())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4111111111111111",
                "4222222222222",
                "4111 1111 1111 1111",
                "4111-1111-1111-1111",
                "3714 496353 98431",
                "3056-930902-5904",
                "password=hunter2pass",
                "npm_k7Qw2ZxP9mT4vB8nR1sL6yD3gH5jF0cEk7Qw"
            })
    void masksASecretWhereverItStands(String secret) {
        for (int before = 0; before < 40; before++) {
            for (int after = 0; after < 40; after++) {
                String text = "x".repeat(before) + " " + secret + " " + "y".repeat(after);
                String masked = mask(USUAL, text);
                assertThat(masked).contains("****").startsWith("x".repeat(before) + " ");
                assertThat(masked).hasSameSizeAs(text).endsWith(" " + "y".repeat(after));
            }
        }
    }

    static Stream<String> ordinary() throws IOException {
        return lines("kept.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("ordinary")
    void leavesOrdinaryLinesAsTheyAre(String line) {
        assertThat(mask(USUAL, line + "\n")).isEqualTo(line + "\n");
        assertThat(counted).isEmpty();
    }

    @Test
    void leavesOrdinaryLinesAsTheyAreTogether() throws IOException {
        String text = String.join("\n", lines("kept.txt"));
        assertThat(mask(USUAL, text)).isEqualTo(text);
    }

    @Test
    void masksPrivateKeysOverLinesAndChunks() {
        String key = ("A1b2".repeat(16) + "\n").repeat(5);
        String stars = ("*".repeat(64) + "\n").repeat(5);
        assertThat(mask(USUAL, "x\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + key))
                .isEqualTo("x\n-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n" + stars);
        assertThat(mask(USUAL, key)).isEqualTo(stars);
        assertThat(mask(USUAL, "AAA=\n-----END RSA PRIVATE KEY-----\nword\n"))
                .isEqualTo("****\n-----END RSA PRIVATE KEY-----\nword\n");
        assertThat(counted).containsExactly("private-key");
    }

    @Test
    void masksPrivateKeysWithinALineOfJson() {
        assertThat(mask(USUAL, "{\"k\":\"-----BEGIN PRIVATE KEY-----\\nAb1/\\nCd==\\n-----END PRIVATE KEY-----\\n\"}"))
                .isEqualTo("{\"k\":\"-----BEGIN PRIVATE KEY-----\\n****\\n****\\n-----END PRIVATE KEY-----\\n\"}");
    }

    @Test
    void masksPrivateKeysBehindTheHeadsOfLoggers() {
        String run = "A1b2".repeat(16);
        assertThat(mask(
                        USUAL,
                        "INFO -----BEGIN EC PRIVATE KEY-----\nINFO " + run + "\nINFO -----END EC PRIVATE KEY-----\n"))
                .isEqualTo("INFO -----BEGIN EC PRIVATE KEY-----\nINFO " + "*".repeat(64)
                        + "\nINFO -----END EC PRIVATE KEY-----\n");
    }

    @Test
    void givesUpOnAKeyThatDoesNotGoOn() {
        assertThat(mask(USUAL, "-----BEGIN PRIVATE KEY-----\nAAAA\none two\nthree four\nfive six\nseven\n"))
                .isEqualTo("-----BEGIN PRIVATE KEY-----\n****\none two\nthree four\nfive six\nseven\n");
    }

    @Test
    void masksWhatIsCutBetweenTwoChunks() {
        assertThat(mask(USUAL, "x password=", true)).isEqualTo("x password=");
        assertThat(mask(USUAL, "hunter2 more\n")).isEqualTo("******* more\n");
        assertThat(mask(USUAL, "hunter2 more\n")).isEqualTo("hunter2 more\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mail to jane.doe+x@mail.example.com.   | mail to **********@****.*******.***.
            a@b, @home x@1.2                       | a@b, @home x@1.2
            from 10.1.22.255:8080 to 256.1.1.1     | from **.*.**.***:8080 to 256.1.1.1
            version 1.2.3 at 12:30:45, 1.2.3.4.5   | version 1.2.3 at 12:30:45, 1.2.3.4.5
            fe80::1ff:fe23:4567:890a 2001:db8::1,  | ****::***:****:****:**** ****:***::*,
            std::string 00:1b:44:11:3a:b7 a::b     | std::string 00:1b:44:11:3a:b7 a::b
            """)
    void masksAddressesWhereAsked(String line, String masked) {
        assertThat(mask(ALL, line)).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            customer-\\d+          | customer-77 and customer-8   | *********** and **********
            customer=(\\w+) (\\d)  | customer=jane 7 customer=x y | customer=**** * customer=x y
            ^id (.*)$             | id a"b                       | id *"*
            """)
    void masksByRulesOfOnesOwn(String pattern, String line, String masked) {
        Masking masking = Masking.of(EnumSet.noneOf(Preset.class), Map.of("customers", pattern));
        assertThat(mask(masking, "x\n" + line + "\ny\n")).isEqualTo("x\n" + masked + "\ny\n");
        assertThat(counted).contains("customers");
    }

    /** An escape counts for what it means, and is covered over all its bytes. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"line":"login password=hun\\u0074er2 ok"}                 | {"line":"login password=************ ok"}
            {"line":"a\\nBearer abc\\/def\\/12345 ok"}             | {"line":"a\\nBearer *************** ok"}
            {"body":"to\\u0070ass=x\\tpass=hunter2"}                | {"body":"to\\u0070ass=x\\tpass=*******"}
            {"body":"{\\"password\\":\\"a\\\\\\"b\\"}"}      | {"body":"{\\"password\\":\\"******\\"}"}
            {"attributes":{"url":"https:\\/\\/me:s3cret@host\\/x"}}  | {"attributes":{"url":"https:\\/\\/me:******@host\\/x"}}
            {"log":"\\u003cpassword\\u003ehunter2\\u003c/password\\u003e\\n"} | {"log":"\\u003cpassword\\u003e*******\\u003c/password\\u003e\\n"}
            {"body":"card\\t4111 1111 1111 1111\\u002e"}            | {"body":"card\\t**** **** **** 1111\\u002e"}
            """)
    void masksWhatEscapedTextMeans(String line, String masked) throws IOException {
        for (boolean isRecords : List.of(true, false)) {
            counted.clear();
            byte[] bytes = (line + "\n").getBytes(UTF_8);
            masker.mask(USUAL, bytes, isRecords, false);
            assertThat(new String(bytes, UTF_8)).isEqualTo(masked + "\n");
            assertThat(counted).hasSize(1);
            assertThat(new ObjectMapper().readTree(bytes).isObject()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ^id (.*)$        | {"line":"id jane\\nrest"}                 | {"line":"id ****\\nrest"}
            user="(\\w+)"    | {"body":"user=\\"jane\\" in"}             | {"body":"user=\\"****\\" in"}
            \\d+             | {"severityNumber":17,"time":"2026-03-01T00:00:00Z","attributes":{"n":-12.5,"m":["a7"]}} | {"severityNumber":17,"time":"2026-03-01T00:00:00Z","attributes":{"n":-99.9,"m":["a*"]}}
            """)
    void asksRulesOfOnesOwnAboutTheTextsOfRecords(String pattern, String line, String masked) {
        Masking masking = Masking.of(EnumSet.noneOf(Preset.class), Map.of("mine", pattern));
        byte[] bytes = line.getBytes(UTF_8);
        masker.mask(masking, bytes, true, false);
        assertThat(new String(bytes, UTF_8)).isEqualTo(masked);
    }

    @Test
    void refusesAPatternThatIsNone() {
        assertThatThrownBy(() -> Masking.of(EnumSet.noneOf(Preset.class), Map.of("mine", "a(b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "collector.mask.rules.mine.pattern must be a regular expression (RE2), got a(b");
    }

    @Test
    void masksNothingWhenItIsOff() {
        assertThat(mask(Masking.OFF, "password=hunter2")).isEqualTo("password=hunter2");
    }

    /** Whatever comes, lengths and line ends stay, it ends, and doing it twice changes nothing more. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void survivesAnything(int seed) throws IOException {
        Random random = new Random(seed);
        List<String> parts = new ArrayList<>(
                lines("masked.txt").stream().map(MaskingTest::filled).toList());
        parts.addAll(List.of(
                "\"", "\\", "://", "@", ":", "=", "-----BEGIN", "PRIVATE KEY-----", "\n", " ", "ü", "{", "eyJ"));
        for (int round = 0; round < 500; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                String part = parts.get(random.nextInt(parts.size()));
                int from = random.nextInt(part.length());
                text.append(part, from, from + 1 + random.nextInt(part.length() - from));
            }
            byte[] before = text.toString().getBytes(UTF_8);
            byte[] once = before.clone();
            new SourceMasker(rule -> {}).mask(ALL, once, round % 2 == 0, false);
            for (int i = 0; i < before.length; i++) {
                assertThat(once[i] == '\n').isEqualTo(before[i] == '\n');
            }
        }
    }

    private String mask(Masking masking, String text) {
        return mask(masking, text, false);
    }

    private String mask(Masking masking, String text, boolean continues) {
        byte[] bytes = text.getBytes(UTF_8);
        masker.mask(masking, bytes, false, continues);
        return new String(bytes, UTF_8);
    }

    /** Fills in what stands in braces, so that no text of this project looks like a key that somebody has lost. */
    private static String filled(String line) {
        return Pattern.compile("\\{([aA*])(\\d+)\\}").matcher(line).replaceAll(found -> {
            int length = Integer.parseInt(found.group(2));
            String fill = found.group(1).equals("*") ? "*" : LETTERS;
            String text = fill.repeat(length / fill.length() + 1).substring(0, length);
            return found.group(1).equals("A") ? text.toUpperCase(Locale.ROOT) : text;
        });
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(MaskingTest.class.getResourceAsStream("/edge/" + file))) {
            return new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("# "))
                    .toList();
        }
    }
}
