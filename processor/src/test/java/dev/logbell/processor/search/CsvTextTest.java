package dev.logbell.processor.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "=cmd|' /C calc'!A0",
                "+1+cmd",
                "-2+3+cmd",
                "@SUM(1)",
                "\t=1",
                " =1+1",
                "\r=1",
                "＝1",
                "|calc",
                "--1"
            })
    void putsAnApostropheBeforeWhatASpreadsheetWouldCompute(String value) {
        assertThat(CsvText.cell(value).replace("\"", "")).startsWith("'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "-5", "+5.25", "-1e3", "2026-01-31T13:45:00Z", "a=b", "web-1"})
    void leavesOtherValuesAsTheyAre(String value) {
        assertThat(CsvText.cell(value)).isEqualTo(value);
    }

    @Test
    void quotesWhatWouldBreakALine() {
        assertThat(CsvText.cell("a,b")).isEqualTo("\"a,b\"");
        assertThat(CsvText.cell("say \"hi\"\nthere")).isEqualTo("\"say \"\"hi\"\"\nthere\"");
    }

    @Test
    void writesTheNamesAndThenTheValuesInTheirOrder() {
        Selection selection = Selection.of(List.of("time", "severity", "status", "tags", "nothing", "body"));
        CsvText csv = new CsvText(selection, value -> "json");
        Instant noon = Instant.parse("2026-03-01T12:00:00Z");
        LogEvent event = new LogEvent(
                noon, noon, 17, "E", "a,b", Map.of("status", 500L, "tags", List.of(1L)), Map.of(), null, null, "s", 0);

        assertThat(csv.head()).isEqualTo("time,severity,status,tags,nothing,body\r\n");
        assertThat(csv.lines(List.of(event))).isEqualTo("2026-03-01T12:00:00Z,ERROR,500,json,,\"a,b\"\r\n");
    }
}
