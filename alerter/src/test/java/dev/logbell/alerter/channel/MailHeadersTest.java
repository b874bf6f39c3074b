package dev.logbell.alerter.channel;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailHeadersTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ERROR shop: plain",
                "Grüße",
                "ERROR shop: \uD83D\uDCA5 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa \uD83D\uDE80\uD83D\uDE80\uD83D\uDE80",
                "=?UTF-8?Q?no_word?= of ours"
            })
    void everyReaderGetsTheSubjectAsItWas(String subject) throws UnsupportedEncodingException {
        String header = MailHeaders.subject(subject);

        assertThat(MimeUtility.decodeText(MimeUtility.unfold(header))).isEqualTo(subject);
        assertThat(header.lines()).allMatch(line -> line.length() <= 76);
        for (String word : header.split("\n ", -1)) {
            assertThat(MimeUtility.decodeText(word)).doesNotContain("\uFFFD");
        }
    }

    @Test
    void namesAMailAtTheSendersDomain() {
        assertThat(MailHeaders.messageId("ab12:email", "logbell@example.org")).isEqualTo("<ab12.email@example.org>");
        assertThat(MailHeaders.messageId("ab12", "Logbell <logbell@mail.example.org>"))
                .isEqualTo("<ab12@mail.example.org>");
        assertThat(MailHeaders.messageId("ab12", "logbell")).isEqualTo("<ab12@localhost>");
    }
}
