package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.io.PrintStream;
import java.util.stream.Collectors;

/** Prints one line per alert. */
final class ConsoleSender implements Sender {
    private static final int LINE_LENGTH = Alert.LONGEST_LINE;

    private final PrintStream console;

    ConsoleSender(PrintStream console) {
        this.console = console;
    }

    @Override
    public Uni<Outcome> send(Notification notification) {
        console.println(AlertText.cut(line(notification), LINE_LENGTH));
        return Uni.createFrom().item(new Outcome.Delivered("printed"));
    }

    private static String line(Notification notification) {
        return switch (notification) {
            case Notification.Single single ->
                "%s %s %s (%s): %s"
                        .formatted(
                                AlertText.when(single.alert().startsAt()),
                                AlertText.severity(single.alert()),
                                AlertText.service(single.alert()),
                                AlertText.where(single.alert()),
                                AlertText.oneLine(
                                        AlertText.firstLine(single.alert().line())));
            case Notification.Digest digest -> {
                DigestText text = DigestText.of(digest.alerts());
                yield text.title()
                        + text.kinds().stream()
                                .map(kind -> "%d × %s %s".formatted(kind.count(), kind.severity(), kind.service()))
                                .collect(Collectors.joining(", ", ": ", ""));
            }
        };
    }
}
