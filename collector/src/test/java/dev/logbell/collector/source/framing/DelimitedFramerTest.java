package dev.logbell.collector.source.framing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class DelimitedFramerTest {
    @Test
    void dividesAtTheDelimiterAndKeepsWhatIsCutOff() {
        assertThat(Events.of(framer(), 100, "one\0two\nlines\0\0thr".getBytes(UTF_8))
                        .list())
                .containsExactly("line:one", "line:two\nlines", "line:thr");
    }

    @Test
    void cutsAMessageThatIsTooLongAndGoesOnAfterIt() {
        Events events = Events.of(framer(), 10, "0123456789abcde\0next\0".getBytes(UTF_8));
        assertThat(events.list()).containsExactly("line:0123456789~", "body:abcde", "line:next");
        assertThat(events.cuts()).isEqualTo(1);
    }

    @Property(tries = 300)
    void findsEveryMessageHoweverTheBytesArrive(
            @ForAll @Size(max = 30) List<@AlphaChars @StringLength(max = 15) String> messages, @ForAll Random random) {
        String all = String.join("\0", messages);
        Events inPieces = Events.inPieces(framer(), 10, all.getBytes(UTF_8), random);
        assertThat(inPieces.text()).isEqualTo(String.join("", messages));
        assertThat(inPieces.list())
                .isEqualTo(Events.of(framer(), 10, all.getBytes(UTF_8)).list());
        assertThat(inPieces.cuts()).isEqualTo((int)
                messages.stream().filter(message -> message.length() > 10).count());
    }

    @Property(tries = 300)
    void survivesAnyBytes(@ForAll byte[] bytes, @ForAll Random random) {
        Events whole = Events.of(framer(), 10, bytes);
        assertThat(Events.inPieces(framer(), 10, Arrays.copyOf(bytes, bytes.length), random)
                        .list())
                .isEqualTo(whole.list());
    }

    private static DelimitedFramer framer() {
        return new DelimitedFramer((byte) 0, (bytes, from, to, messages) -> messages.message(bytes, from, to));
    }
}
