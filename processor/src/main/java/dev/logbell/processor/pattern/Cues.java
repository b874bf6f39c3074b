package dev.logbell.processor.pattern;

import dev.logbell.processor.pattern.Token.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * How likely a word is a value rather than a part of the message, by where it stands and how it looks. So that
 * {@code user=alice} and {@code user=bob} are one pattern at once, and "session opened" and "session closed" are not.
 */
final class Cues {
    /** Points that make a place one of values. */
    static final int CERTAIN = 60;

    private static final int LIKELY = 20;
    private static final int POSSIBLE = 12;
    private static final int UNLIKELY = 5;
    private static final int NUMBER_AMONG_WORDS = 30;

    /** Words that a value often follows. */
    private static final Set<String> BEFORE_VALUES = Set.of(
            "for",
            "to",
            "from",
            "by",
            "user",
            "id",
            "host",
            "at",
            "of",
            "in",
            "on",
            "with",
            "as",
            "name",
            "named",
            "node",
            "table",
            "topic",
            "queue",
            "service",
            "server",
            "client",
            "database",
            "db",
            "group",
            "role",
            "account",
            "key",
            "bucket",
            "container",
            "pod",
            "namespace",
            "unit",
            "module",
            "plugin",
            "class",
            "file",
            "device",
            "interface",
            "process",
            "thread",
            "task",
            "job",
            "session",
            "tenant",
            "customer",
            "partition",
            "index",
            "cluster",
            "region",
            "zone",
            "domain",
            "image",
            "volume",
            "event",
            "state",
            "status",
            "mode");
    /** Units of what was counted or measured: their numbers take them along. */
    private static final Set<String> UNITS = Set.of(
            "ns",
            "us",
            "µs",
            "ms",
            "msec",
            "msecs",
            "millis",
            "milliseconds",
            "millisecond",
            "s",
            "sec",
            "secs",
            "second",
            "seconds",
            "m",
            "min",
            "mins",
            "minute",
            "minutes",
            "h",
            "hour",
            "hours",
            "d",
            "day",
            "days",
            "b",
            "kb",
            "mb",
            "gb",
            "tb",
            "kib",
            "mib",
            "gib",
            "tib",
            "k",
            "byte",
            "bytes",
            "percent",
            "am",
            "pm");

    private static final Set<String> SEVERITIES = Set.of(
            "TRACE", "DEBUG", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "CRITICAL", "ALERT", "FATAL", "EMERG");

    private Cues() {}

    static boolean isUnit(Token token) {
        return token.kind() == Kind.WORD && UNITS.contains(bare(token).toLowerCase(Locale.ROOT));
    }

    /** Whether a word or number is a value without doubt, whatever else was seen in its place. */
    static boolean isValue(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        return switch (token.kind()) {
            case MARK -> false;
            case MIXED, WILD, QUOTED -> true;
            case WORD -> !isKey(tokens, at) && (isMarkedOff(tokens, at) || (at > 0 && isIdentifier(token.text())));
        };
    }

    /** Points of one word that was seen in a place. */
    static int points(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        boolean isAfterCue = at > 0 && isCue(tokens, at - 1);
        if (token.kind() != Kind.WORD) {
            return isAfterCue ? CERTAIN - LIKELY : NUMBER_AMONG_WORDS;
        }
        String text = bare(token);
        if (text.equals("-")) {
            return CERTAIN - POSSIBLE;
        }
        if (isAfterCue || text.indexOf('-') > 0 || isUpperCase(text)) {
            return LIKELY;
        }
        return text.length() > 4 && (text.endsWith("ed") || text.endsWith("ing")) ? UNLIKELY : POSSIBLE;
    }

    /** Whether other words may ever be seen in that place: not before an equals sign. */
    static boolean isKey(List<Token> tokens, int at) {
        if (at + 1 == tokens.size()) {
            return false;
        }
        Token next = tokens.get(at + 1);
        if (next.isMark('=')) {
            return true;
        }
        return next.isMark('"')
                && at > 0
                && tokens.get(at - 1).isMark('"')
                && at + 2 < tokens.size()
                && tokens.get(at + 2).isMark(':');
    }

    private static boolean isCue(List<Token> tokens, int at) {
        return tokens.get(at).kind() == Kind.WORD
                && BEFORE_VALUES.contains(bare(tokens.get(at)).toLowerCase(Locale.ROOT));
    }

    /** A word alone in brackets, after an equals sign, or after a colon with nothing else behind it. */
    private static boolean isMarkedOff(List<Token> tokens, int at) {
        if (at == 0 || tokens.get(at - 1).kind() != Kind.MARK || SEVERITIES.contains(bare(tokens.get(at)))) {
            return false;
        }
        Token before = tokens.get(at - 1);
        boolean isClosed = at + 1 < tokens.size() && tokens.get(at + 1).kind() == Kind.MARK;
        boolean isLast = at + 1 == tokens.size();
        return switch (before.text().charAt(0)) {
            case '=' -> true;
            case ':' ->
                !tokens.get(at).isSpaced()
                        || isLast
                        || (isClosed
                                && ",;)]}|".indexOf(tokens.get(at + 1).text().charAt(0)) >= 0);
            case '(', '[', '{', '<' ->
                isClosed && ")]}>".indexOf(tokens.get(at + 1).text().charAt(0)) >= 0;
            default -> false;
        };
    }

    /** Whether a word looks like a name that programs give: payments.invoices, order_items, C:\temp. */
    private static boolean isIdentifier(String text) {
        int slashes = 0;
        for (int i = 1; i + 1 < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '_' || c == '\\' || (c == '.' && text.charAt(i + 1) != '.')) {
                return true;
            }
            slashes += c == '/' ? 1 : 0;
        }
        return slashes >= 2;
    }

    /** Whether a word looks like a state or a method: OPEN, DELETE, HALF_OPEN. */
    private static boolean isUpperCase(String text) {
        return text.length() > 1 && text.equals(text.toUpperCase(Locale.ROOT)) && !SEVERITIES.contains(text);
    }

    /** Without the full stop of a sentence. */
    private static String bare(Token token) {
        String text = token.text();
        int end = text.length();
        while (end > 1 && (text.charAt(end - 1) == '.' || text.charAt(end - 1) == '!' || text.charAt(end - 1) == '?')) {
            end--;
        }
        return text.substring(0, end);
    }
}
