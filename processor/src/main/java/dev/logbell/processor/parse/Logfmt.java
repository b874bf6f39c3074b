package dev.logbell.processor.parse;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code time=... level=error msg="no route" retries=3}: pairs all along the line, one of them usual in logs. */
final class Logfmt implements LineFormat {
    private static final int LONGEST_KEY = 128;

    /** Whole numbers up to this many digits become numbers; longer ones may be ids. */
    private static final int LONGEST_NUMBER = 15;

    private final KnownFields fields;

    Logfmt(TimeReader times) {
        fields = new KnownFields(times);
    }

    @Override
    public @Nullable ParsedLine parse(String line, Instant observed) {
        int firstKey = keyEnd(line, 0);
        if (firstKey == 0 || firstKey >= line.length() || line.charAt(firstKey) != '=') {
            return null;
        }
        ParsedLine parsed = new ParsedLine(observed);
        int pairs = 0;
        int at = 0;
        while (at < line.length()) {
            if (line.charAt(at) == ' ') {
                at++;
                continue;
            }
            int keyEnd = keyEnd(line, at);
            if (keyEnd == at) {
                return null;
            }
            String key = line.substring(at, keyEnd);
            if (keyEnd == line.length() || line.charAt(keyEnd) == ' ') {
                parsed.attribute(key, true);
                at = keyEnd;
                continue;
            }
            if (line.charAt(keyEnd) != '=') {
                return null;
            }
            int from = keyEnd + 1;
            boolean isQuoted = from < line.length() && line.charAt(from) == '"';
            at = isQuoted ? quoteEnd(line, from + 1) : valueEnd(line, from);
            if (at < 0) {
                return null;
            }
            fields.put(
                    key,
                    isQuoted ? unescaped(line.substring(from + 1, at - 1)) : value(line.substring(from, at)),
                    parsed);
            pairs++;
        }
        if (pairs < 2 || !(parsed.hasBody() || parsed.hasSeverity() || parsed.hasTime())) {
            return null;
        }
        fields.complete(line, parsed);
        return parsed;
    }

    @Override
    public boolean isSingleLine() {
        return false;
    }

    private static int keyEnd(String line, int from) {
        int at = from;
        while (at < line.length() && at - from <= LONGEST_KEY && isKeyPart(line.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isKeyPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || "_.-@/".indexOf(c) >= 0
                || (c > 127 && Character.isLetterOrDigit(c));
    }

    /** Index after the closing quote, which a blank or the end of the line follows; or -1. */
    private static int quoteEnd(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                return i + 1 == line.length() || line.charAt(i + 1) == ' ' ? i + 1 : -1;
            }
            if (c == '\\') {
                i++;
            }
        }
        return -1;
    }

    private static int valueEnd(String line, int from) {
        int space = line.indexOf(' ', from);
        return space < 0 ? line.length() : space;
    }

    /** The number that a value is, or its text. */
    static Object value(String text) {
        if (text.isEmpty()
                || text.length() > LONGEST_NUMBER
                || (text.charAt(0) == '0' && text.length() > 1)
                || !Digits.areAll(text)) {
            return text;
        }
        return Long.parseLong(text);
    }

    private static String unescaped(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int at = 0;
        for (int slash = text.indexOf('\\'); slash >= 0 && slash + 1 < text.length(); slash = text.indexOf('\\', at)) {
            plain.append(text, at, slash);
            at = slash + 2;
            switch (text.charAt(slash + 1)) {
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 'r' -> plain.append('\r');
                case '"' -> plain.append('"');
                case '\\' -> plain.append('\\');
                default -> plain.append(text, slash, at);
            }
        }
        plain.append(text, at, text.length());
        return plain.toString();
    }
}
