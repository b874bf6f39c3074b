package dev.logbell.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.socket.Sockets.Listening;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GreetingTest {
    @Test
    void tellsANewcomerWhatToDoNext() {
        assertThat(greeting(List.of("/var/log/app.log", "/srv/*.log"), "sqlite", "", List.of()))
                .contains("Logbell is up: http://127.0.0.1:8090")
                .contains("follows  /var/log/app.log\n           /srv/*.log")
                .contains("keeps    /data/logbell.db")
                .contains("SLACK_WEB_HOOK=", "ALERTER_MAIL_TO=")
                .contains(
                        "curl -G 'http://127.0.0.1:8090/api/v1/logs' --data-urlencode 'query=severity:>=ERROR' -d limit=5");
    }

    @Test
    void saysThatNothingIsFollowed() {
        assertThat(greeting(List.of(), "sqlite", "", List.of())).contains("COLLECTOR_FILES", "LOGBELL_DEMO=true");
    }

    @Test
    void namesTheChannelsWithoutTheirSecrets() {
        assertThat(greeting(List.of(), "postgres", "https://hooks.slack.com/services/T0/B0/secret", List.of("a@b.org")))
                .contains("rings    Slack, a@b.org")
                .contains("keeps    events in PostgreSQL, the rest in /data")
                .doesNotContain("secret", "SLACK_WEB_HOOK");
    }

    @Test
    void namesThePortsThatAreListenedOn() {
        Listening port =
                new Listening("syslog", "tcp", new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5514));
        assertThat(greeting(List.of("-"), "sqlite", "", List.of(), port))
                .contains("follows  standard input\n           syslog over tcp at 127.0.0.1:5514")
                .doesNotContain("no files yet");
    }

    @Test
    void showsHowToSendTheTokenWithoutShowingIt() {
        assertThat(greeting("s3cret", List.of(), "sqlite", "", List.of()))
                .contains(
                        "curl -H \"Authorization: Bearer $LOGBELL_TOKEN\" -G 'http://127.0.0.1:8090/api/v1/logs'",
                        "curl -H \"Authorization: Bearer $LOGBELL_TOKEN\" 'http://127.0.0.1:8090/api/v1/alerts'")
                .doesNotContain("s3cret");
    }

    private static String greeting(
            List<String> files, String store, String slack, List<String> mailTo, Listening... ports) {
        return greeting("", files, store, slack, mailTo, ports);
    }

    private static String greeting(
            String token, List<String> files, String store, String slack, List<String> mailTo, Listening... ports) {
        StandaloneConfig config = new StandaloneConfig() {
            @Override
            public boolean demo() {
                return false;
            }

            @Override
            public Path data() {
                return Path.of("/data");
            }

            @Override
            public String store() {
                return store;
            }

            @Override
            public Optional<List<String>> files() {
                return Optional.of(files);
            }

            @Override
            public Optional<String> slackWebHook() {
                return Optional.of(slack);
            }

            @Override
            public Optional<String> token() {
                return Optional.of(token);
            }

            @Override
            public Optional<List<String>> mailTo() {
                return Optional.of(mailTo);
            }
        };
        return new Greeting(config).text("http://127.0.0.1:8090", List.of(ports));
    }
}
