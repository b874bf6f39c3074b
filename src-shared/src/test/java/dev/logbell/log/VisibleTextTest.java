package dev.logbell.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @Test
    void marksWhatActsOnTheTextAroundIt() {
        assertThat(VisibleText.of("pay \u202Egpj.exe\u202C now")).isEqualTo("pay \uFFFDgpj.exe\uFFFD now");
        assertThat(VisibleText.of("\u001B[31mred\u0000 \u007F\u0085")).isEqualTo("\u241B[31mred\u2400 \u2421\uFFFD");
        assertThat(VisibleText.of("pa\u200Bss\uFEFFword\u2028")).isEqualTo("pa\uFFFDss\uFFFDword\uFFFD");
        assertThat(VisibleText.of("half \uD83D")).isEqualTo("half \uFFFD");
        assertThat(VisibleText.of("one\r\n\ttwo")).isEqualTo("one\n\ttwo");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "Grüße 你好 שלום مرحبا",
                "\uD83D\uDCA5 \uD83D\uDC68\u200D\uD83D\uDCBB",
                "می\u200Cخواهم",
                "a\n\tb"
            })
    void leavesWhatIsSeen(String text) {
        assertThat(VisibleText.of(text)).isSameAs(text);
    }
}
