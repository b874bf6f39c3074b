package dev.logbell.collector.source.framing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LineFramerTest {
    private static final Duration QUIET = Duration.ofMillis(20);
    private static final Duration PARTIAL = Duration.ofSeconds(1);

    @Test
    void holdsTheLastEventForAMomentSinceATraceMayGoOn() {
        LineFramer framer = framer();
        Events events = new Events(100);
        read(framer, "INFO one\nERROR two\n", events);
        assertThat(events.list()).containsExactly("INFO one");
        assertThat(framer.hold()).contains(QUIET);
        read(framer, "\tat Shop.buy(Shop.java:3)\n", events);
        assertThat(events.list()).containsExactly("INFO one");
        assertThat(framer.hold()).contains(QUIET.multipliedBy(4));
        framer.quiet(events.messages());
        events.messages().flush();
        assertThat(events.list()).containsExactly("INFO one", "ERROR two", "\tat Shop.buy(Shop.java:3)");
        assertThat(framer.hold()).isEmpty();
    }

    @Test
    void handsOnAWholeJsonLineAtOnce() {
        Events events = new Events(100);
        LineFramer framer = framer();
        read(framer, "{\"a\":1}\n", events);
        assertThat(events.list()).containsExactly("{\"a\":1}");
        assertThat(framer.hold()).isEmpty();
    }

    @Test
    void letsAWholeLineGoThoughTheNextOneHasJustBegun() {
        LineFramer framer = framer();
        Events events = new Events(100);
        read(framer, "INFO one\nI", events);
        framer.quiet(events.messages());
        assertThat(framer.hold()).contains(PARTIAL);
        framer.quiet(events.messages());
        events.messages().flush();
        assertThat(events.list()).containsExactly("INFO one");
        assertThat(framer.hold()).isEmpty();
        read(framer, "NFO two\n", events);
        framer.end(events.messages());
        events.messages().flush();
        assertThat(events.list()).containsExactly("INFO one", "INFO two");
    }

    @Test
    void keepsALineThatIsCutOff() {
        assertThat(Events.of(framer(), 100, "INFO one\nINFO tw".getBytes(UTF_8)).list())
                .containsExactly("INFO one", "INFO tw");
    }

    @Test
    void cutsALineThatIsTooLongAndGoesOnAfterIt() {
        Events events = Events.of(framer(), 10, "short\n0123456789abcdefghijXYZ\nend\n".getBytes(UTF_8));
        assertThat(events.list()).containsExactly("short", "line:0123456789~", "body:abcdefghij~", "body:XYZ", "end");
        assertThat(events.cuts()).isEqualTo(1);
    }

    @Test
    void neverCutsACharacter() {
        assertThat(Events.of(framer(), 10, "äöüÄÖÜß\n".getBytes(UTF_8)).list())
                .containsExactly("line:äöüÄÖ~", "body:Üß");
        assertThat(Events.of(framer(), 10, "aäöüÄÖÜß\n".getBytes(UTF_8)).list())
                .containsExactly("line:aäöüÄ~", "body:ÖÜß");
    }

    /** Work of hours if what is held were searched anew for each byte that comes. */
    @ParameterizedTest
    @MethodSource("beginnings")
    @Timeout(60)
    void takesAMegabyteThatComesByteForByte(String beginning, String again) {
        LineFramer framer = framer();
        Events events = new Events(1 << 20);
        framer.read(beginning.getBytes(UTF_8), events.messages());
        Thread thread = Thread.currentThread();
        for (int at = 0; at < 1_000_000 && !thread.isInterrupted(); at++) {
            framer.read(new byte[] {(byte) again.charAt(at % again.length())}, events.messages());
            var _ = framer.hold();
        }
        framer.end(events.messages());
        events.messages().flush();
        assertThat(events.text().length()).isGreaterThan(800_000);
    }

    static List<Arguments> beginnings() {
        return List.of(
                arguments("", "a line that does not end "),
                arguments("ERROR it broke\n", "\tat x\n"),
                arguments("a line that is too long".repeat(50_000), " and goes on"));
    }

    @Property(tries = 300)
    void findsTheSameHoweverTheBytesArrive(
            @ForAll @StringLength(max = 120) @CharRange(from = 'a', to = 'f') String letters, @ForAll Random random) {
        String text = letters.chars()
                .mapToObj(c -> switch (c) {
                    case 'a' -> "\n";
                    case 'b' -> "\tat x\n";
                    case 'c' -> "INFO ok\n";
                    case 'd' -> "0123456789abcde";
                    case 'e' -> "ä";
                    default -> "\r\n";
                })
                .collect(Collectors.joining());
        byte[] bytes = text.getBytes(UTF_8);
        Events whole = Events.of(framer(), 10, bytes);
        Events inPieces = Events.inPieces(framer(), 10, bytes, random);
        assertThat(inPieces.text().replaceAll("[\r\n]", "")).isEqualTo(text.replaceAll("[\r\n]", ""));
        assertThat(inPieces.list()).isEqualTo(whole.list());
    }

    private static LineFramer framer() {
        return new LineFramer(QUIET, PARTIAL);
    }

    private static void read(Framer framer, String text, Events events) {
        framer.read(text.getBytes(UTF_8), events.messages());
        events.messages().flush();
    }
}
