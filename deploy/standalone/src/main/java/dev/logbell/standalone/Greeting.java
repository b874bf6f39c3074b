package dev.logbell.standalone;

import dev.logbell.collector.CollectorListeners;
import dev.logbell.collector.source.socket.Sockets.Listening;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.ObservesAsync;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells the person at the console, once all is up, what is followed and what to do next. */
@ApplicationScoped
class Greeting {
    private final StandaloneConfig config;

    Greeting(StandaloneConfig config) {
        this.config = config;
    }

    @SuppressWarnings("SystemOut") // meant for the person at the console, not for a log
    void print(@ObservesAsync HttpServerStart server, CollectorListeners listeners) {
        String host = server.options().getHost();
        boolean isEverywhere = host.equals("0.0.0.0") || host.equals("::");
        String url = "http://%s:%d"
                .formatted(isEverywhere ? "localhost" : host, server.options().getPort());
        System.out.println(text(url, listeners.listening()));
    }

    String text(String url, List<Listening> ports) {
        return """

                Logbell is up: %s

                  follows  %s
                  keeps    %s
                  rings    %s

                  Search   curl%s -G '%s/api/v1/logs' --data-urlencode 'query=severity:>=ERROR' -d limit=5
                  Alerts   curl%s '%s/api/v1/alerts'
                  Stop     Ctrl-C; the next start goes on where this one stopped
                """.formatted(url, followed(ports), kept(), rung(), shown(), url, shown(), url);
    }

    /** The header that a caller needs, with the name of the variable and not its value. */
    private String shown() {
        return config.token().filter(token -> !token.isBlank()).isPresent()
                ? " -H \"Authorization: Bearer $LOGBELL_TOKEN\""
                : "";
    }

    private String followed(List<Listening> ports) {
        List<String> files = config.files().orElse(List.of());
        if (files.isEmpty() && ports.isEmpty()) {
            return "no files yet: name some in COLLECTOR_FILES, or set LOGBELL_DEMO=true for a look around";
        }
        return Stream.concat(
                        files.stream().map(file -> file.equals("-") ? "standard input" : file),
                        ports.stream().map(Greeting::described))
                .collect(Collectors.joining("\n           "));
    }

    private static String described(Listening port) {
        return "%s over %s at %s:%d"
                .formatted(
                        port.kind(),
                        port.transport(),
                        port.address().getHostString(),
                        port.address().getPort());
    }

    private String kept() {
        Path folder = config.data().toAbsolutePath().normalize();
        return config.store().equalsIgnoreCase("sqlite")
                ? folder.resolve("logbell.db").toString()
                : "events in PostgreSQL, the rest in " + folder;
    }

    private String rung() {
        boolean hasSlack = config.slackWebHook().filter(url -> !url.isBlank()).isPresent();
        List<String> addresses = config.mailTo().orElse(List.of());
        if (hasSlack || !addresses.isEmpty()) {
            return (hasSlack ? "Slack" : "")
                    + (hasSlack && !addresses.isEmpty() ? ", " : "")
                    + String.join(", ", addresses);
        }
        return """
                this console; for Slack put SLACK_WEB_HOOK=https://hooks.slack.com/... into .env,
                           for mail ALERTER_MAIL_TO=you@example.org and MAILER_HOST=..., and start again""";
    }
}
