package dev.logbell.processor.parse;

import java.util.Locale;

/** Finds the severity that free text states by a word of {@link SeverityWords}. */
final class StatedSeverity {
    /** How far into an event a severity word is looked for. */
    private static final int REACH = 512;

    private StatedSeverity() {}

    /**
     * Puts down the first severity that the text states: an upper-case word on its own, a word in brackets, a word at
     * the head with a colon after it, a {@code level=word}, or the name of an exception at the head.
     *
     * @param head where the words of the text begin, after its timestamp
     * @param afterTime whether there was a timestamp, after which a lower-case word is believed too
     */
    static void find(String text, int head, boolean afterTime, ParsedLine into) {
        int reach = Math.min(text.length(), head + REACH);
        boolean isFirst = true;
        int at = head;
        while (at < reach) {
            if (!isLetter(text.charAt(at))) {
                at++;
                continue;
            }
            int end = at + 1;
            while (end < text.length() && isWordPart(text.charAt(end)) && end - at <= REACH) {
                end++;
            }
            if (end - at >= 3 && (at == 0 || !isWordPart(text.charAt(at - 1)))) {
                int number = SeverityWords.number(text, at, end);
                if (number > 0 && isStated(text, at, end, isFirst, afterTime) && !isDenied(text, at, end)) {
                    into.severity(number, text.substring(at, end));
                    return;
                }
            }
            if (isFirst && namesException(text, at)) {
                into.severity(17, "");
                return;
            }
            isFirst = false;
            at = end;
        }
    }

    private static boolean isStated(String text, int from, int to, boolean isFirst, boolean afterTime) {
        char before = from == 0 ? ' ' : text.charAt(from - 1);
        char after = to == text.length() ? ' ' : text.charAt(to);
        if (isUpper(text, from, to)) {
            return (after != '-' && after != '.' && before != '-' && before != '.' && before != '/')
                    || (after == '.' && to + 1 == text.length());
        }
        boolean isEnclosed = switch (before) {
            case '[', ':' -> after == ']';
            case '<' -> after == '>';
            case '(' -> after == ')';
            case '|' -> after == '|';
            default -> false;
        };
        boolean isAtHead = isFirst && (after == ':' || (afterTime && after == ' ' && isCommon(text, from, to)));
        if (isEnclosed || isAtHead) {
            return true;
        }
        return (before == '=' || before == '"' || before == ' ' || before == ':') && isValueOfLevel(text, from);
    }

    /** Words that are seldom the first of a sentence. */
    private static boolean isCommon(String text, int from, int to) {
        return switch (text.substring(from, to).toLowerCase(Locale.ROOT)) {
            case "error", "err", "warn", "warning", "info", "debug", "fatal", "critical" -> true;
            default -> false;
        };
    }

    /** Whether {@code no}, {@code 0} or {@code without} comes before, or {@code : 0} or {@code =0} after. */
    private static boolean isDenied(String text, int from, int to) {
        if (from >= 2 && text.charAt(from - 1) == ' ') {
            int start = from - 1;
            while (start > 0 && from - start < 10 && isWordPart(text.charAt(start - 1))) {
                start--;
            }
            switch (text.substring(start, from - 1).toLowerCase(Locale.ROOT)) {
                case "no", "0", "without", "zero", "not" -> {
                    return true;
                }
                default -> {}
            }
        }
        int at = to;
        if (at < text.length() && (text.charAt(at) == ':' || text.charAt(at) == '=')) {
            at++;
            if (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length()
                    && text.charAt(at) == '0'
                    && (at + 1 == text.length() || !isWordPart(text.charAt(at + 1)));
        }
        return false;
    }

    /** Whether {@code level=}, {@code severity: } or {@code "lvl":"} comes before. */
    private static boolean isValueOfLevel(String text, int from) {
        int at = from - 1;
        int earliest = Math.max(0, from - 4);
        boolean isAssigned = false;
        while (at >= earliest && !isLetter(text.charAt(at))) {
            char c = text.charAt(at);
            if (c == '=' || c == ':') {
                isAssigned = true;
            } else if (c != '"' && c != ' ') {
                return false;
            }
            at--;
        }
        if (!isAssigned || at < 2) {
            return false;
        }
        int end = at + 1;
        while (at >= 0 && end - at <= 9 && isWordPart(text.charAt(at))) {
            at--;
        }
        return switch (text.substring(at + 1, end).toLowerCase(Locale.ROOT)) {
            case "level", "lvl", "severity", "loglevel", "log_level" -> true;
            default -> false;
        };
    }

    /** Whether the text begins like an uncaught exception: {@code java.lang.Error: x}, {@code Traceback (most ...}. */
    static boolean namesException(String text, int from) {
        if (text.startsWith("Exception in thread ", from) || text.startsWith("Traceback (most recent call", from)) {
            return true;
        }
        int end = from;
        while (end < text.length()
                && end - from < 200
                && (isWordPart(text.charAt(end)) || text.charAt(end) == '.' || text.charAt(end) == '$')) {
            end++;
        }
        boolean isName = end == text.length() || text.charAt(end) == ':' || text.charAt(end) == '\n';
        return isName
                && (text.startsWith("Exception", end - 9) || text.startsWith("Error", end - 5))
                && Character.isLetter(text.charAt(from))
                && (end - from > 9 || end < text.length());
    }

    private static boolean isUpper(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < 'A' || c > 'Z') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isWordPart(char c) {
        return isLetter(c) || (c >= '0' && c <= '9') || c == '_' || (c > 127 && Character.isLetter(c));
    }
}
