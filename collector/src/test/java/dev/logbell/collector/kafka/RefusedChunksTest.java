package dev.logbell.collector.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.LogLines;
import java.time.Duration;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RefusedChunksTest {
    private final TopicAuthorizationException denied = new TopicAuthorizationException("not allowed");

    private final LogLines log = LogLines.of(RefusedChunks.class.getName());
    private long nanos = 42;
    private final RefusedChunks refused = new RefusedChunks(() -> nanos);

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void saysWhenItBeginsOnceAMinuteWhileItLastsAndWhenItIsOver() {
        for (int second = 0; second <= 130; second++) {
            for (String source : new String[] {"file:a", "file:b"}) {
                refused.refused(source, denied);
            }
            pass(1);
        }
        refused.taken("file:a");
        assertThat(refused.problem())
                .hasValueSatisfying(text -> assertThat(text).startsWith("chunks of 1 sources are"));
        refused.taken("file:b");
        refused.taken("file:b");
        String again = "(%s)".formatted(denied);
        String until = ": they are sent again until they are taken";
        assertThat(log.lines())
                .containsExactly(
                        "WARN chunks of file:a are refused " + again + until,
                        "WARN chunks of 2 sources are refused " + again + ", 121 times in 60 s" + until,
                        "WARN chunks of 2 sources are refused " + again + ", 241 times in 120 s" + until,
                        "INFO chunks are taken again, after 262 refusals in 131 s");
        assertThat(refused.problem()).isEmpty();
    }

    @Test
    void isNewsAgainOnceItWasOver() {
        refused.refused("file:a", denied);
        refused.taken("file:a");
        refused.refused("file:a", denied);
        assertThat(log.lines()).hasSize(3).element(2).asString().startsWith("WARN chunks of file:a are refused");
    }

    @Test
    void isOverThoughOneOfTheSourcesIsNotReadAnyMore() {
        refused.refused("file:gone", denied);
        refused.refused("file:a", denied);
        pass(61);
        refused.taken("file:b");
        assertThat(log.lines()).last().asString().isEqualTo("INFO chunks are taken again, after 2 refusals in 61 s");
    }

    @Test
    void saysOnceThatChunksAreTooLargeAndHasNoTroubleWithIt() {
        refused.refused("file:a", new RecordTooLargeException("5 bytes"));
        refused.refused("file:b", new RecordTooLargeException("6 bytes"));
        refused.taken("file:a");
        assertThat(log.lines()).singleElement().asString().contains("file:a is refused for its size", "5 bytes");
        assertThat(refused.problem()).isEmpty();
    }

    private void pass(int seconds) {
        nanos += Duration.ofSeconds(seconds).toNanos();
    }
}
