package dev.logbell.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.collector.source.socket.SocketSettings;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CollectorSettingsTest {
    @Test
    void stripsAndFillsIn() {
        CollectorSettings settings =
                settings(Map.of("collector.files", " /var/log/*.log , /srv/**/x.log", "collector.host", " web-1 "));
        assertThat(settings.files()).containsExactly("/var/log/*.log", "/srv/**/x.log");
        assertThat(settings.exclude()).isEmpty();
        assertThat(settings.host()).isEqualTo("web-1");
        assertThat(settings.limits().maxChunkBytes()).isEqualTo(262_144);
    }

    @Test
    void doesWithoutFilesWhenItIsToTakeWhatIsPushed() {
        assertThat(settings(Map.of("collector.files", ",", "collector.http.enabled", "true"))
                        .files())
                .isEmpty();
    }

    @Test
    void takesTheMachinesNameWhenNoHostIsSet() throws IOException {
        assertThat(settings(Map.of("collector.files", "/x", "collector.host", " "))
                        .host())
                .isEqualTo(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            collector.files               | ,           | collector.files is empty, so there is nothing to read: set COLLECTOR_FILES to globs of the files to follow, e.g. COLLECTOR_FILES='/var/log/app/*.log,/srv/**/logs/*.log', to - for standard input, a port such as COLLECTOR_SYSLOG_TCP_PORT=5514, or COLLECTOR_HTTP_ENABLED=true for what is pushed over HTTP alone
            collector.files               | /var/log/[a | collector.files must be globs, got /var/log/[a: close every [ and {, or write \\ before a character that is meant as it is
            collector.exclude             | /tmp/[a     | collector.exclude must be globs, got /tmp/[a: close every [ and {, or write \\ before a character that is meant as it is
            collector.max-event-bytes     | 0           | collector.max-event-bytes must be 1..16777216, got 0: raise it or leave it out (1048576)
            collector.max-event-bytes     | 16777217    | collector.max-event-bytes must be 1..16777216, got 16777217: lower it or leave it out (1048576)
            collector.max-chunk-bytes     | 1023        | collector.max-chunk-bytes must be 1024..16777216, got 1023: raise it or leave it out (262144)
            collector.max-in-flight-bytes | 65535       | collector.max-in-flight-bytes must be at least 65536, got 65535: raise it or leave it out (4194304)
            collector.topic-partitions    | 0           | collector.topic-partitions must be 1..10000, got 0: raise it or leave it out (6)
            collector.http.max-body-bytes | 1023        | collector.http.max-body-bytes must be 1024..268435456, got 1023: raise it or leave it out (16777216)
            collector.http.acknowledge-within | 99ms    | collector.http.acknowledge-within must be at least 100ms, got PT0.099S: raise it or leave it out (10s)
            collector.quiet-time          | PT-1S       | collector.quiet-time must be 0s..1h, got PT-1S: change it or leave it out (5ms)
            collector.partial-line-time   | 2h          | collector.partial-line-time must be 0s..1h, got PT2H: change it or leave it out (1s)
            collector.syslog.udp-port     | 65536       | collector.syslog.udp-port must be 0..65535, got 65536: change it or leave it out (not listened on)
            collector.syslog.tls-port     | 6514        | collector.syslog.tls-port needs a certificate: set collector.listen.tls.certificate and collector.listen.tls.key to PEM files
            collector.listen.allow        | ten         | collector.listen.allow must be networks such as 10.0.0.0/8 or fd00::/8, got ten: correct it
            collector.listen.idle-time    | PT0S        | collector.listen.idle-time must be 1s..30d, got PT0S: change it or leave it out (24h)
            collector.listen.max-connections | 0        | collector.listen.max-connections must be 1..1000000, got 0: raise it or leave it out (1000)
            """, quoteCharacter = '`')
    void refuses(String key, String value, String text) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(text);
    }

    @Test
    void givesEachPortToOneProtocol() {
        assertThatThrownBy(
                        () -> settings(Map.of("collector.syslog.tcp-port", "5514", "collector.lines.tcp-port", "5514")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "collector.syslog.tcp-port and collector.lines.tcp-port are both 5514: give each a port of its own");
        assertThatThrownBy(() -> settings(Map.of("collector.gelf.udp-port", "514", "collector.syslog.udp-port", "514")))
                .hasMessageContaining("are both 514");
        assertThat(settings(Map.of("collector.syslog.tcp-port", "5514", "collector.syslog.udp-port", "5514")))
                .isNotNull();
        assertThat(settings(Map.of("collector.syslog.tcp-port", "0", "collector.lines.tcp-port", "0")))
                .isNotNull();
    }

    @Test
    void leavesTheHttpInterfaceItsPort() {
        Ports ports = new Ports("collector.syslog", OptionalInt.of(8091), OptionalInt.of(8091), OptionalInt.empty());
        SocketSettings sockets =
                settings(Map.of("collector.syslog.tcp-port", "8091")).sockets();
        assertThatThrownBy(() -> sockets.apartFromHttp(List.of(ports), "0.0.0.0", 8091))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "collector.syslog.tcp-port is 8091, and so is quarkus.http.port: give each a port of its own,"
                                + " here or with QUARKUS_HTTP_PORT");
        assertThatCode(() -> sockets.apartFromHttp(List.of(ports), "127.0.0.1", 8090))
                .doesNotThrowAnyException();
        assertThatCode(() -> sockets.apartFromHttp(List.of(ports), "192.0.2.1", 8091))
                .doesNotThrowAnyException();
    }

    @Test
    void readsStandardInputForADash() {
        CollectorSettings settings = settings(Map.of("collector.files", "-"));
        assertThat(settings.isStdin()).isTrue();
        assertThat(settings.isOnlyStdin()).isTrue();
        assertThat(settings.files()).isEmpty();
        assertThat(settings(Map.of("collector.files", "-,/x")).isOnlyStdin()).isFalse();
        assertThat(settings(Map.of()).isStdin()).isFalse();
    }

    @Test
    void listensWithoutFiles() {
        assertThat(settings(Map.of("collector.files", ",", "collector.syslog.tcp-port", "5514"))
                        .files())
                .isEmpty();
    }

    @Test
    void listensBeyondThisMachineOnlyIfItIsToldWhoMaySend() {
        Map<String, String> open = Map.of("collector.listen.host", "0.0.0.0", "collector.syslog.udp-port", "5514");
        assertThatThrownBy(() -> settings(open))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("collector.listen.host is 0.0.0.0, so that anybody who reaches it could write logs over"
                        + " collector.syslog: say who may with collector.listen.allow, e.g. 10.0.0.0/8, or 0.0.0.0/0 for"
                        + " everybody; or leave the host out (127.0.0.1)");
        Map<String, String> guarded = new HashMap<>(open);
        guarded.put("collector.listen.allow", "10.0.0.0/8");
        assertThat(settings(guarded).sockets().address().isAnyLocalAddress()).isTrue();
    }

    @Test
    void refusesAWordForANumberAndAKeyThatNobodyKnows() {
        assertThatThrownBy(() -> settings(Map.of("collector.max-event-bytes", "many")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("collector.max-event-bytes")
                .hasMessageContaining("\"many\"");
        assertThatThrownBy(() -> settings(Map.of("collector.max-evnt-bytes", "7")))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("collector.max-evnt-bytes");
    }

    @Test
    void refusesPatternsAndEncodingsThatCannotBe() {
        assertThatThrownBy(() ->
                        settings(Map.of("collector.multiline.app.files", "/x", "collector.multiline.app.start", "(")))
                .hasMessage(
                        "collector.multiline.app.start must be a regular expression (RE2), got ( is no regular expression: error parsing regexp: missing closing ): `(`");
        assertThatThrownBy(() -> settings(
                        Map.of("collector.encoding.old.files", "/x", "collector.encoding.old.charset", "ISO-2022-JP")))
                .hasMessage(
                        "collector.encoding.old.charset must be UTF-16 or an encoding that contains ASCII, without shift states, that Java knows, got ISO-2022-JP: write e.g. windows-1252, Shift_JIS, GB18030 or UTF-16LE");
        assertThatThrownBy(() -> settings(
                        Map.of("collector.encoding.old.files", "/x", "collector.encoding.old.charset", "latin-x")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> settings(Map.of("collector.journal.enabled", "true", "collector.journal.matches", "x")))
                .hasMessage("collector.journal.matches must be of the form FIELD=value, got x: see journalctl(1)");
    }

    private static CollectorSettings settings(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(Map.of("collector.files", "/x", "collector.data", "/tmp/none"));
        all.putAll(given);
        return CollectorSettings.of(new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withConverter(java.time.Duration.class, 300, new io.quarkus.runtime.configuration.DurationConverter())
                .withMapping(CollectorConfig.class)
                .withSources(new PropertiesConfigSource(all, "test", 500))
                .build()
                .getConfigMapping(CollectorConfig.class));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-2022-JP", "x-IBM930", "x-JISAutoDetect", "UTF-32", "x-COMPOUND_TEXT", "UTF-7"})
    void refusesEncodingsThatCannotBeCutIntoLines(String charset) {
        assertThatThrownBy(() -> settings(
                        Map.of("collector.encoding.old.files", "/x", "collector.encoding.old.charset", charset)))
                .hasMessageContaining("must be UTF-16 or an encoding that contains ASCII")
                .hasMessageContaining(charset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "Shift_JIS", "GB18030", "UTF-16LE", "EUC-KR", "Big5", "KOI8-R", "IBM850"})
    void takesEncodingsThatCan(String charset) {
        assertThatCode(() -> settings(
                        Map.of("collector.encoding.old.files", "/x", "collector.encoding.old.charset", charset)))
                .doesNotThrowAnyException();
    }
}
