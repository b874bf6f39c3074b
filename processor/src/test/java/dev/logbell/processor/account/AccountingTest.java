package dev.logbell.processor.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.logbell.log.Source;
import dev.logbell.processor.store.SourceAccount;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void addsUpWhatWasStoredDroppedAndIsInFlight() {
        Accounting accounting =
                Accounting.of(List.of(account("file:a", 30, 25, Map.of("blank", 5L))), Map.of("file:a", 7L, "new", 3L));

        assertThat(accounting.sources())
                .extracting(Accounting.SourceLine::id, Accounting.SourceLine::read)
                .containsExactly(tuple("file:a", 37L), tuple("new", 3L));
        assertThat(accounting.total()).isEqualTo(new Accounting.Total(40, 25, Map.of("blank", 5L), 10, 1));
        assertThat(accounting.balanced()).isTrue();
    }

    @Test
    void saysWhenBytesAreMissing() {
        assertThat(Accounting.of(List.of(account("file:a", 31, 25, Map.of("blank", 5L))), Map.of())
                        .balanced())
                .isFalse();
    }

    @Test
    void doesNotCompareBytesWithTheRecordsOfOtherProducers() {
        assertThat(Accounting.of(List.of(account("kafka:t:0", 1, 25, Map.of())), Map.of())
                        .balanced())
                .isTrue();
    }

    private static SourceAccount account(String id, long watermark, long stored, Map<String, Long> dropped) {
        return new SourceAccount(new Source(id, Map.of()), watermark, 1, stored, dropped, NOW);
    }
}
