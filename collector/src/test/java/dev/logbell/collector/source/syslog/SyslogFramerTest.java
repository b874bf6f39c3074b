package dev.logbell.collector.source.syslog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.framing.Events;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SyslogFramerTest {
    @Test
    void readsCountedMessages() {
        assertThat(events("12 <34>it broke7 <13>two").list()).containsExactly("<34>it broke", "<13>two");
        assertThat(events("12 <34>it broke\n7 <13>two\n\0").list()).containsExactly("<34>it broke", "<13>two");
    }

    @Test
    void readsMessagesThatEndWithALineEnd() {
        assertThat(events("<34>one\r\n<34>two\n<34>cut off").list())
                .containsExactly("<34>one", "<34>two", "<34>cut off");
    }

    @Test
    void tellsBothApartForEachMessage() {
        assertThat(events("7 <34>one<34>two\n9 <34>three\n<34>four\n").list())
                .containsExactly("<34>one", "<34>two", "<34>three", "<34>four");
    }

    @Test
    void keepsAMessageWithLineEndsOneEvent() {
        assertThat(events("22 <34>it broke\n\tat A.b()8 <34>next").list())
                .containsExactly("line:<34>it broke\n\tat A.b()", "<34>next");
    }

    @Test
    void takesALineThatBeginsWithANumberForALine() {
        assertThat(events("2025-11-05 one\n12 monkeys\n1234567890 <34>x\n007 <34>y\n")
                        .list())
                .containsExactly("2025-11-05 one", "12 monkeys", "1234567890 <34>x", "007 <34>y");
    }

    @Test
    void marksACountedMessageThatWasCutOff() {
        assertThat(events("7 <34>one100 <34>only so mu").list()).containsExactly("<34>one", "line:<34>only so mu~");
        assertThat(events("7 <34>one10").list()).containsExactly("<34>one", "10");
    }

    @Test
    void cutsAMessageThatIsTooLongAndGoesOnAfterIt() {
        String message = "<34>" + "x".repeat(96);
        Events counted = Events.of(
                new SyslogFramer(Duration.ofMillis(5)), 40, ("100 " + message + "8 <34>next").getBytes(UTF_8));
        Events line = Events.of(new SyslogFramer(Duration.ofMillis(5)), 40, (message + "\n<34>next\n").getBytes(UTF_8));
        for (Events events : List.of(counted, line)) {
            assertThat(events.list())
                    .containsExactly(
                            "line:<34>" + "x".repeat(36) + "~",
                            "body:" + "x".repeat(40) + "~",
                            "body:" + "x".repeat(20),
                            "<34>next");
            assertThat(events.cuts()).isEqualTo(1);
        }
    }

    /** A message and how it is put on the wire. */
    record Sent(String text, boolean isCounted) {}

    @Provide
    Arbitrary<List<Sent>> conversations() {
        Arbitrary<String> texts = Arbitraries.strings()
                .withChars("abc <>0123456789\näß\t")
                .ofMaxLength(60)
                .map(text -> "<34>m" + text + ".");
        return Combinators.combine(texts, Arbitraries.of(true, false))
                .as((text, isCounted) -> new Sent(isCounted ? text : text.replace('\n', ' '), isCounted))
                .list()
                .ofMaxSize(12);
    }

    @Property(tries = 500)
    void findsEveryMessageHoweverTheBytesArrive(
            @ForAll("conversations") List<Sent> conversation, @ForAll Random random) {
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        List<String> expected = new ArrayList<>();
        for (Sent sent : conversation) {
            byte[] bytes = sent.text().getBytes(UTF_8);
            wire.writeBytes((sent.isCounted() ? bytes.length + " " : "").getBytes(UTF_8));
            wire.writeBytes(bytes);
            wire.writeBytes((sent.isCounted() ? "" : "\n").getBytes(UTF_8));
            expected.add(sent.text().contains("\n") ? "line:" + sent.text() : sent.text());
        }
        assertThat(Events.inPieces(new SyslogFramer(Duration.ofMillis(5)), 1000, wire.toByteArray(), random)
                        .list())
                .isEqualTo(expected);
    }

    @Property(tries = 500)
    void findsTheSameInAnyBytesHoweverTheyArrive(@ForAll("junk") String text, @ForAll Random random) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(Events.inPieces(new SyslogFramer(Duration.ofMillis(5)), 20, bytes, random)
                        .list())
                .isEqualTo(Events.of(new SyslogFramer(Duration.ofMillis(5)), 20, bytes)
                        .list());
    }

    @Provide
    Arbitrary<String> junk() {
        return Arbitraries.strings().withChars("a<> 0123\n\r\0ä\u20ac").ofMaxLength(200);
    }

    private static Events events(String text) {
        return Events.of(new SyslogFramer(Duration.ofMillis(5)), 1000, text.getBytes(UTF_8));
    }
}
