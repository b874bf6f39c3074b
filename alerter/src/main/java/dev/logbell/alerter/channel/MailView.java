package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import dev.logbell.log.VisibleText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the templates of a mail show: an alert, or the kinds of a digest.
 *
 * @param summary of the subject
 * @param lead first sentence; null if the body says it already
 * @param accent CSS colour of the severity
 * @param body the line as it was written; null in a digest
 * @param message what was parsed out of the line, if the line does not end with it; null otherwise
 * @param link where to see more; null if there is no page
 */
public record MailView(
        String title,
        String summary,
        @Nullable String lead,
        String accent,
        List<Fact> facts,
        List<Line> lines,
        List<Kind> kinds,
        int others,
        @Nullable String body,
        @Nullable String message,
        @Nullable String link) {
    private static final int SUBJECT_LENGTH = 120;
    private static final int BODY_LENGTH = 20_000;
    private static final int LINE_LENGTH = 1_000;

    /** A name and a value. */
    public record Fact(String name, String value) {}

    /** A line around the event. */
    public record Line(String text, boolean isCause) {}

    /** A line of a digest. */
    public record Kind(int count, String what, String accent, String example) {}

    static MailView of(Notification notification) {
        return switch (notification) {
            case Notification.Single single -> of(single.alert());
            case Notification.Digest digest -> of(DigestText.of(digest.alerts()));
        };
    }

    /** One line, whatever the logs say. */
    static String subject(Notification notification) {
        MailView view = of(notification);
        String subject = view.kinds.isEmpty() ? view.title + ": " + view.summary : view.title;
        return AlertText.cut(AlertText.oneLine(subject), SUBJECT_LENGTH);
    }

    private static MailView of(Alert alert) {
        LineText line = LineText.of(alert);
        String message = line.message();
        String severity = AlertText.severity(alert);
        String summary = AlertText.summary(alert);
        boolean isInBody = summary.equals(
                AlertText.oneLine(AlertText.firstLine(alert.cause().body())));
        return new MailView(
                severity + " " + AlertText.service(alert),
                AlertText.cut(summary, LINE_LENGTH),
                isInBody ? null : AlertText.cut(summary, LINE_LENGTH),
                accent(severity),
                List.of(
                        new Fact("Where", AlertText.where(alert)),
                        new Fact("When", AlertText.when(alert.startsAt())),
                        new Fact("Rule", AlertText.oneLine(alert.name()))),
                alert.context().size() < 2
                        ? List.of()
                        : alert.context().stream()
                                .map(near -> new Line(
                                        AlertText.cut(VisibleText.of(AlertText.firstLine(near.text())), LINE_LENGTH),
                                        near.isCause()))
                                .toList(),
                List.of(),
                0,
                text(line.written()),
                message == null ? null : text(message),
                AlertText.link(alert).orElse(null));
    }

    private static MailView of(DigestText digest) {
        return new MailView(
                digest.alerts() + " alerts",
                "In one message because of the rate limit",
                "In one message because of the rate limit",
                accent(digest.kinds().getFirst().severity()),
                List.of(new Fact("From", AlertText.when(digest.from())), new Fact("To", AlertText.when(digest.to()))),
                List.of(),
                digest.kinds().stream()
                        .map(kind -> new Kind(
                                kind.count(),
                                "%s %s (%s)".formatted(kind.severity(), kind.service(), kind.name()),
                                accent(kind.severity()),
                                AlertText.cut(AlertText.summary(kind.first()), LINE_LENGTH)))
                        .toList(),
                digest.others(),
                null,
                null,
                digest.kinds().stream()
                        .flatMap(kind -> AlertText.link(kind.first()).stream())
                        .findFirst()
                        .orElse(null));
    }

    private static String text(String text) {
        return AlertText.cut(VisibleText.of(text), BODY_LENGTH);
    }

    private static String accent(String severity) {
        return switch (severity) {
            case "WARN", "WARNING" -> "#b45309";
            case "INFO", "NOTICE", "DEBUG", "TRACE" -> "#1d4ed8";
            default -> "#b91c1c";
        };
    }
}
