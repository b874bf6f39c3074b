package dev.logbell.alerter.channel;

import dev.logbell.alert.Alert;
import org.jspecify.annotations.Nullable;

/**
 * The words of the event that an alert is about.
 *
 * @param written the line as it was written, with those that go on it; as much of it as the alert holds
 * @param message what was parsed out of it, if the line does not end with it, as one of JSON; null otherwise
 */
record LineText(String written, @Nullable String message) {
    private static final int TELLING = 100;

    static LineText of(Alert alert) {
        String line = unix(alert.line()).stripTrailing();
        String body = unix(alert.cause().body()).stripTrailing();
        if (line.endsWith(body)) {
            return new LineText(line, null);
        }
        if (alert.line().length() == Alert.LONGEST_LINE && line.endsWith("\u2026")) {
            String firstLine = AlertText.firstLine(body);
            int at = line.indexOf(firstLine.substring(0, Math.min(firstLine.length(), TELLING)));
            if (at >= 0 && body.startsWith(line.substring(at, line.length() - 1))) {
                return new LineText(line.substring(0, at) + body, null);
            }
        }
        return new LineText(line, body);
    }

    private static String unix(String text) {
        return text.replace("\r\n", "\n");
    }
}
