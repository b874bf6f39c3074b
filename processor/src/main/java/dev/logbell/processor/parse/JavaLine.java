package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The usual layouts of Java's logging frameworks, all of which have a time, a level, and a logger or a thread.
 *
 * <pre>
 * 12:00:01.123 [main] INFO  org.example.App - message              Logback, Log4j
 * 2025-11-05 12:00:01,123 INFO  [org.example.App] (main) message   Quarkus, WildFly
 * 2025-11-05T12:00:01.123Z  INFO 7 --- [app] [main] o.e.App : message   Spring Boot
 * 2025-11-05 12:00:01,123 INFO  [main] org.example.App: message    Log4j variants; also without the thread
 * [2025-11-05 12:00:01,123] INFO message (org.example.App)         Kafka
 * </pre>
 */
record JavaLine(TimeReader times) implements LineFormat {
    private static final int LONGEST_NAME = 256;

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        boolean isBracketed = line.startsWith("[");
        int from = isBracketed ? 1 : 0;
        if (line.length() < from + 12 || !Character.isDigit(line.charAt(from))) {
            return null;
        }
        Instant time = times.dateTime(line, from);
        if (time == null) {
            time = times.timeOfDay(line, from, observed);
        }
        if (time == null) {
            time = times.dayMonthYear(line, from);
        }
        if (time == null) {
            return null;
        }
        int timeEnd = times.end();
        int at = isBracketed && line.startsWith("]", timeEnd) ? timeEnd + 1 : timeEnd;
        if (at >= line.length() || line.charAt(at) != ' ') {
            return null;
        }
        at = skipBlanks(line, at);
        ParsedLine parsed = new ParsedLine(observed);
        boolean isKnown =
                line.startsWith("[", at) ? threadFirst(line, at, parsed) : levelFirst(line, at, isBracketed, parsed);
        if (!isKnown) {
            return null;
        }
        parsed.time(time, line, from, timeEnd);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    /** {@code [thread] LEVEL logger - message}, where the thread's name may hold brackets. */
    private static boolean threadFirst(String line, int from, ParsedLine into) {
        int close = line.indexOf("] ", from + 1);
        while (close >= 0 && close - from <= LONGEST_NAME) {
            int level = skipBlanks(line, close + 2);
            int levelEnd = levelEnd(line, level, into);
            if (levelEnd > 0) {
                into.attribute("thread.name", line.substring(from + 1, close).strip());
                int rest = skipBlanks(line, levelEnd);
                if (!loggerThenMessage(line, rest, into)) {
                    into.body(line.substring(rest));
                }
                return true;
            }
            close = line.indexOf("] ", close + 1);
        }
        return false;
    }

    private static boolean levelFirst(String line, int from, boolean isBracketed, ParsedLine into) {
        int levelEnd = levelEnd(line, from, into);
        if (levelEnd < 0) {
            return false;
        }
        int at = skipBlanks(line, levelEnd);
        if (line.startsWith("[", at)) {
            return bracketFirst(line, at, into) || (isBracketed && loggerAtEnd(line, at, into));
        }
        return springBoot(line, at, into)
                || loggerThenMessage(line, at, into)
                || (isBracketed && loggerAtEnd(line, at, into));
    }

    /** {@code [logger] (thread) message} or {@code [thread] logger - message}. */
    private static boolean bracketFirst(String line, int from, ParsedLine into) {
        int close = line.indexOf("] ", from);
        if (close < 0 || close - from > LONGEST_NAME) {
            return false;
        }
        String inside = line.substring(from + 1, close).strip();
        int next = close + 2;
        if (line.startsWith("(", next)) {
            int threadEnd = line.indexOf(") ", next);
            if (threadEnd < 0 && line.endsWith(")")) {
                threadEnd = line.length() - 1;
            }
            if (threadEnd > 0 && threadEnd - next <= LONGEST_NAME) {
                into.attribute("log.logger", inside);
                into.attribute("thread.name", line.substring(next + 1, threadEnd));
                into.body(line.substring(Math.min(line.length(), threadEnd + 2)));
                return true;
            }
        }
        if (loggerThenMessage(line, skipBlanks(line, next), into)) {
            into.attribute("thread.name", inside);
            return true;
        }
        return false;
    }

    /** {@code 7 --- [app] [thread] [trace-span] logger : message}, where only the thread is always there. */
    private static boolean springBoot(String line, int from, ParsedLine into) {
        int digits = from;
        while (digits < line.length() && digits - from < 10 && Character.isDigit(line.charAt(digits))) {
            digits++;
        }
        if (digits == from || !line.startsWith(" --- [", digits)) {
            return false;
        }
        int at = digits + 5;
        String application = "";
        String thread = "";
        while (line.startsWith("[", at)) {
            int close = line.indexOf(']', at);
            if (close < 0 || close - at > LONGEST_NAME) {
                return false;
            }
            String inside = line.substring(at + 1, close).strip();
            if (!isCorrelation(inside, into)) {
                application = thread;
                thread = inside;
            }
            at = skipBlanks(line, close + 1);
        }
        int colon = line.indexOf(" : ", at);
        if (colon < 0 && line.endsWith(" :")) {
            colon = line.length() - 2;
        }
        if (colon < 0 || colon - at > LONGEST_NAME) {
            return false;
        }
        into.attribute("process.pid", Long.parseLong(line, from, digits, 10));
        into.attribute("thread.name", thread);
        if (!application.isEmpty()) {
            into.resource("service.name", application);
        }
        into.attribute("log.logger", line.substring(at, colon).strip());
        into.body(line.substring(Math.min(line.length(), colon + 3)));
        return true;
    }

    private static boolean isCorrelation(String inside, ParsedLine into) {
        return inside.isEmpty()
                || inside.equals("-")
                || (inside.length() == 49
                        && inside.charAt(32) == '-'
                        && into.traceId(inside.substring(0, 32))
                        && into.spanId(inside.substring(33)));
    }

    /** {@code org.example.App - message} or {@code org.example.App: message}, perhaps with a context in between. */
    private static boolean loggerThenMessage(String line, int from, ParsedLine into) {
        int end = from;
        while (end < line.length() && end - from <= LONGEST_NAME && isLoggerPart(line.charAt(end))) {
            end++;
        }
        if (end == from) {
            return false;
        }
        int message;
        if (line.startsWith(": ", end) && isQualified(line, from, end)) {
            message = end + 2;
        } else {
            int separator = skipBlanks(line, end);
            if (separator == end || !(line.startsWith("- ", separator) || line.startsWith(": ", separator))) {
                return false;
            }
            message = separator + 2;
        }
        into.attribute("log.logger", line.substring(from, end));
        into.body(line.substring(message));
        return true;
    }

    /** Before a mere colon a word is a logger only if it looks like a class. */
    private static boolean isQualified(String line, int from, int end) {
        int dot = line.indexOf('.', from);
        return dot > from && dot < end - 1;
    }

    /** Kafka's {@code message (org.example.App)}. */
    private static boolean loggerAtEnd(String line, int from, ParsedLine into) {
        int open = line.lastIndexOf(" (");
        if (open < from || !line.endsWith(")") || line.length() - open > LONGEST_NAME) {
            return false;
        }
        String logger = line.substring(open + 2, line.length() - 1);
        if (logger.isEmpty() || !logger.chars().allMatch(c -> isLoggerPart((char) c))) {
            return false;
        }
        into.attribute("log.logger", logger);
        into.body(line.substring(from, open));
        return true;
    }

    /** Takes a level in upper case; index after it, -1 if there is none. */
    private static int levelEnd(String line, int from, ParsedLine into) {
        int end = from;
        while (end < line.length()
                && end - from <= SeverityWords.LONGEST
                && line.charAt(end) >= 'A'
                && line.charAt(end) <= 'Z') {
            end++;
        }
        int number = SeverityWords.number(line, from, end);
        if (number == 0 || (end < line.length() && line.charAt(end) != ' ')) {
            return -1;
        }
        into.severity(number, line.substring(from, end));
        return end;
    }

    private static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isLoggerPart(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '$' || c == '-' || c == '/';
    }
}
