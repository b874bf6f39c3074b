package dev.logbell.collector.source.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every protocol keeps to, whatever it is sent: it takes it or says what is wrong, and always ends. */
@Timeout(120)
public abstract class PushProtocolContract {
    private final Random random = new Random(42);

    protected abstract PushProtocol protocol();

    /** Pushes of every shape that it knows. */
    protected abstract List<Pushed> valid();

    /** Whether it minds Content-Encoding. */
    protected boolean isCompressible() {
        return true;
    }

    @Test
    void takesWhatIsValid() {
        for (Pushed pushed : valid()) {
            Decoded decoded = Pushes.decode(protocol(), pushed);
            assertThat(decoded.bytes()).isNotEmpty().endsWith((byte) '\n');
            assertThat(decoded.answer().status()).isBetween(200, 204);
        }
    }

    @Test
    void takesNothingFromNothingOrSaysWhatIsMissing() {
        for (Pushed pushed : valid()) {
            check(with(pushed, new byte[0]));
        }
    }

    @Test
    void neverFailsOnABodyThatIsCutOff() {
        for (Pushed pushed : valid()) {
            for (int to = 0; to < pushed.body().length; to++) {
                check(with(pushed, Arrays.copyOf(pushed.body(), to)));
            }
        }
    }

    @Test
    void neverFailsOnABodyThatIsDamaged() {
        for (Pushed pushed : valid()) {
            for (int i = 0; i < 3_000; i++) {
                byte[] damaged = pushed.body().clone();
                for (int n = 1 + random.nextInt(4); n > 0; n--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                check(with(pushed, damaged));
            }
        }
    }

    @Test
    void neverFailsOnNoise() {
        for (Pushed pushed : valid()) {
            for (int i = 0; i < 2_000; i++) {
                byte[] noise = new byte[random.nextInt(200)];
                random.nextBytes(noise);
                check(with(pushed, noise));
            }
        }
    }

    @Test
    void neverFailsOnValuesThatAreFarTooDeep() {
        for (Pushed pushed : valid()) {
            for (String open : List.of("[", "{\"a\":", "{\"resourceLogs\":[", "\n", "\u0012\u0004")) {
                check(with(pushed, open.repeat(50_000).getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    @Test
    void refusesABodyThatGrowsTooLargeWhenItIsDecompressed() {
        if (!isCompressible()) {
            return;
        }
        Pushed pushed = valid().getFirst();
        Map<String, String> headers = new HashMap<>(pushed.head().headers());
        headers.put("content-encoding", "gzip");
        byte[] bomb = Pushes.gzip(new byte[Pushes.LIMITS.maxBodyBytes() + 1]);
        assertThatThrownBy(() -> protocol().decode(Pushes.push(pushed.head().path(), headers, bomb)))
                .isInstanceOfSatisfying(
                        PushRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.TOO_LARGE))
                .hasMessageContaining("collector.http.max-body-bytes");
    }

    @Test
    void refusesAContentEncodingThatNobodyKnows() {
        if (!isCompressible()) {
            return;
        }
        Pushed pushed = valid().getFirst();
        Map<String, String> headers = new HashMap<>(pushed.head().headers());
        headers.put("content-encoding", "br");
        assertThatThrownBy(() -> protocol().decode(Pushes.push(pushed.head().path(), headers, pushed.body())))
                .isInstanceOfSatisfying(
                        PushRefusedException.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_TYPE));
    }

    @Test
    void wordsEveryRefusal() {
        for (Reason reason : Reason.values()) {
            Answer answer = protocol()
                    .refused(
                            new PushRefusedException(reason, "because"),
                            valid().getFirst().head());
            assertThat(answer.status()).isIn(reason.status(), 200);
            assertThat(answer.body().length + answer.trailers().size()).isPositive();
        }
    }

    private void check(Pushed pushed) {
        try {
            Decoded decoded = protocol().decode(pushed);
            if (decoded.framing() == Framing.RECORDS) {
                assertThat(Pushes.records(decoded)).isNotNull();
            } else if (decoded.bytes().length > 0) {
                assertThat(decoded.bytes()).endsWith((byte) '\n');
            }
        } catch (MalformedException e) {
            assertThat(e.getMessage()).isNotBlank();
        } catch (PushRefusedException e) {
            assertThat(e.reason().status()).isBetween(400, 499);
        } catch (NoRoomException e) {
            assertThat(e.isForGood()).isTrue();
        }
    }

    private static Pushed with(Pushed pushed, byte[] body) {
        return Pushes.push(pushed.head().path(), pushed.head().headers(), body);
    }
}
