package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The value that is assigned to a name.
 *
 * @param from index of its first byte, behind the opening quote
 * @param end index after its last byte, before the closing quote
 * @param isQuoted whether it stands in quotes
 * @param isNameQuoted whether the name does, as in JSON
 * @param isClear whether it is sure that a value is meant, and not the next word of a sentence
 */
record AssignedValue(int from, int end, boolean isQuoted, boolean isNameQuoted, boolean isClear) {
    private static final int MOST_BLANKS = 8;
    static final int LEAST_TOKEN = 8;
    private static final int NO_WORD = 20;
    private static final Set<String> NONE = Set.of(
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "empty",
            "redacted",
            "masked",
            "hidden",
            "removed",
            "filtered",
            "omitted",
            "n/a",
            "required",
            "missing",
            "invalid",
            "string",
            "expired");

    /** What is assigned to the name at {@code [name, nameEnd)}; null if nothing is. */
    static @Nullable AssignedValue after(MaskedText text, int name, int nameEnd) {
        int at = nameEnd;
        if (text.at(at) == '>' && text.at(name - 1) == '<') {
            return new AssignedValue(at + 1, until(text, at + 1, '<'), true, false, true);
        }
        boolean isNameQuoted = false;
        int quote = skipBackslashes(text, at);
        if (text.at(quote) == '"' || text.at(quote) == '\'') {
            isNameQuoted = true;
            at = quote + 1;
        }
        int sign = skipBlanks(text, at);
        byte separator = text.at(sign);
        boolean isOption = text.at(name) == '-' && text.at(name + 1) == '-';
        if (separator == '=' || separator == ':') {
            at = sign + 1;
            if (text.at(at) == '>' || (separator == ':' && text.at(at) == '=')) {
                at++;
            } else if (text.at(at) == separator) {
                return null;
            }
        } else if (!(isOption && sign > nameEnd)) {
            return null;
        }
        int value = skipBlanks(text, at);
        boolean isEmpty = separator == '=' && value > at && sign == nameEnd;
        if (isEmpty && text.at(value) != '"' && text.at(value) != '\'') {
            return null;
        }
        boolean isClear = separator == '=' || isNameQuoted || isOption || value == at;
        AssignedValue read = read(text, value, isNameQuoted, isClear);
        return isClear || !startsLine(text, name) || read.isFollowedByWord(text)
                ? read
                : new AssignedValue(read.from, read.end, read.isQuoted, isNameQuoted, true);
    }

    private boolean isFollowedByWord(MaskedText text) {
        return Ascii.isAlphanumeric(text.at(skipBlanks(text, end)));
    }

    private static AssignedValue read(MaskedText text, int value, boolean isNameQuoted, boolean isClear) {
        int open = skipBackslashes(text, value);
        byte quote = text.at(open);
        if (quote == '"' || quote == '\'') {
            int end = closing(text, open + 1, quote, open - value);
            return new AssignedValue(open + 1, end, true, isNameQuoted, true);
        }
        int end = value;
        while (end < text.to && !endsWord(text.bytes[end])) {
            end++;
        }
        return new AssignedValue(value, end, false, isNameQuoted, isClear);
    }

    /** Masks it if it is a secret; returns where to search on. */
    int mask(MaskedText text, SecretValues.Kind kind, String name) {
        if (end <= from) {
            return from;
        }
        if (kind == SecretValues.Kind.AUTHORIZATION) {
            return Credentials.mask(text, this);
        }
        if (isNothing(text)) {
            return from;
        }
        if (isQuoted) {
            text.maskQuoted(from, end, kind.rule);
            return end;
        }
        if (isNameQuoted && isNumber(text)) {
            if (kind == SecretValues.Kind.PASSWORD || end - from >= LEAST_TOKEN) {
                text.maskDigits(from, end, true, kind.rule);
            }
            return end;
        }
        boolean isPath = text.at(from) == '/' || text.at(from) == '~';
        if (isPath && name.toLowerCase(Locale.ROOT).endsWith("pwd")) {
            return end;
        }
        if ((isClear && kind == SecretValues.Kind.PASSWORD) ? !isCode(text) : looksRandom(text)) {
            text.mask(from, end, kind.rule);
        }
        return end;
    }

    /** Whether it is empty, a word for nothing, a placeholder, or masked already. */
    boolean isNothing(MaskedText text) {
        byte first = text.at(from);
        if (first == '{' || first == '[' || first == '<' || first == '$' || first == '%' || first == '(') {
            return true;
        }
        boolean isCovered = true;
        for (int i = from; i < end && isCovered; i++) {
            byte b = Ascii.lower(text.bytes[i]);
            isCovered = b == '*' || b == 'x' || b == '.' || b == '-' || b == '?' || b == '#';
        }
        return isCovered
                || (end - from < 12
                        && NONE.contains(new String(text.bytes, from, end - from, StandardCharsets.ISO_8859_1)
                                .toLowerCase(Locale.ROOT)));
    }

    private boolean isNumber(MaskedText text) {
        for (int i = from; i < end; i++) {
            byte b = text.bytes[i];
            if (!Ascii.isDigit(b) && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                return false;
            }
        }
        return true;
    }

    /** Whether it is an expression of a program: {@code password=request.getPassword()}. */
    private boolean isCode(MaskedText text) {
        for (int i = from; i < end; i++) {
            if (text.bytes[i] == '(') {
                return true;
            }
        }
        return false;
    }

    /** Whether it is no word of a language: long, or of some length with digits among letters. */
    boolean looksRandom(MaskedText text) {
        int digits = 0;
        int letters = 0;
        for (int i = from; i < end; i++) {
            byte b = text.bytes[i];
            if (Ascii.isDigit(b)) {
                digits++;
            } else if (Ascii.isAlphanumeric(b)) {
                letters++;
            } else if (b == '(') {
                return false;
            }
        }
        int length = end - from;
        return !isNothing(text)
                && (length >= NO_WORD || (digits > 0 && letters > 0 && length >= (isClear ? LEAST_TOKEN : 6)));
    }

    private static boolean endsWord(byte b) {
        return switch (b) {
            case '"', '\'', ',', ';', '&', ')', '}', ']', '<', '>', '|', '\\' -> true;
            default -> Ascii.isBlank(b);
        };
    }

    /** Whether nothing but blanks and a dash stands before it in its line, or it follows another value. */
    private static boolean startsLine(MaskedText text, int name) {
        int before = name - 1;
        while (text.at(before) == ' ' || text.at(before) == '\t' || text.at(before) == '-') {
            before--;
        }
        byte b = text.at(before);
        return b == '\n' || b == '{' || b == ',' || b == ';' || b == '&' || b == '?';
    }

    private static int skipBackslashes(MaskedText text, int from) {
        int at = from;
        while (text.at(at) == '\\') {
            at++;
        }
        return at;
    }

    static int skipBlanks(MaskedText text, int from) {
        int at = from;
        while ((text.at(at) == ' ' || text.at(at) == '\t') && at - from < MOST_BLANKS) {
            at++;
        }
        return at;
    }

    /**
     * Index of the closing quote, or of its backslashes; of the line end if there is none. A quote that was opened behind
     * n backslashes (0, 1, 3, ...) is closed behind as many, past those that come in pairs.
     */
    private static int closing(MaskedText text, int from, byte quote, int backslashes) {
        int run = 0;
        int at = from;
        while (at < text.to && text.bytes[at] != '\n') {
            byte b = text.bytes[at];
            if (b == quote && run % (2 * (backslashes + 1)) == backslashes) {
                return at - backslashes;
            }
            run = b == '\\' ? run + 1 : 0;
            at++;
        }
        return text.at(at - 1) == '\r' ? at - 1 : at;
    }

    private static int until(MaskedText text, int from, char end) {
        int at = from;
        while (at < text.to && text.bytes[at] != end && text.bytes[at] != '\n') {
            at++;
        }
        return at;
    }
}
