package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.Target.ValueType;
import java.util.function.BiConsumer;

/** Reads {@code key=value} pairs as CEF, LEEF, auditd and others write them. Takes time linear in the text. */
final class Pairs {
    private static final int LONGEST_KEY = 128;

    private Pairs() {}

    /** Gives all pairs of a text to somebody; passes over what is none. */
    static void read(String text, ValueType type, BiConsumer<String, String> each) {
        char separator = type == ValueType.TABS ? '\t' : ' ';
        int at = 0;
        while (at < text.length()) {
            int equals = keyEnd(text, at);
            if (equals < 0) {
                int next = text.indexOf(separator, at);
                if (next < 0) {
                    return;
                }
                at = next + 1;
                continue;
            }
            int from = equals + 1;
            int end;
            if (type == ValueType.CEF) {
                end = cefEnd(text, from);
                each.accept(text.substring(at, equals), unescaped(text.substring(from, end)));
            } else {
                end = valueEnd(text, from, separator);
                each.accept(text.substring(at, equals), unquoted(text.substring(from, end)));
            }
            at = end;
            while (at < text.length() && (text.charAt(at) == separator || text.charAt(at) == ' ')) {
                at++;
            }
        }
    }

    /** Index of the equals sign after the key that begins here; -1 if none does. */
    private static int keyEnd(String text, int from) {
        int at = from;
        while (at < text.length() && at - from < LONGEST_KEY && isKeyPart(text.charAt(at))) {
            at++;
        }
        return at > from && at < text.length() && text.charAt(at) == '=' ? at : -1;
    }

    private static boolean isKeyPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_'
                || c == '.'
                || c == '-'
                || c == ':';
    }

    private static int valueEnd(String text, int from, char separator) {
        char quote = from < text.length() ? text.charAt(from) : 0;
        if (quote == '"' || quote == '\'') {
            for (int i = from + 1; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == quote) {
                    return i + 1;
                }
                if (c == '\\') {
                    i++;
                }
            }
        }
        int end = text.indexOf(separator, from);
        return end < 0 ? text.length() : end;
    }

    /** A value of CEF ends before the blank that the next key comes after. */
    private static int cefEnd(String text, int from) {
        int blank = from;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == ' ') {
                blank = i;
            } else if (c == '=' && blank > from - 1 && keyEnd(text, blank + 1) == i) {
                return blank;
            }
        }
        return text.length();
    }

    private static String unquoted(String value) {
        int last = value.length() - 1;
        boolean isQuoted = last > 0
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last) == value.charAt(0);
        return isQuoted ? unescaped(value.substring(1, last)) : value;
    }

    /** A text without the backslashes that escape marks and line ends. */
    static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        StringBuilder plain = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                switch (value.charAt(i)) {
                    case 'n' -> plain.append('\n');
                    case 'r' -> plain.append('\r');
                    case '=', '\\', '|', '"', '\'' -> plain.append(value.charAt(i));
                    default -> plain.append(c).append(value.charAt(i));
                }
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
