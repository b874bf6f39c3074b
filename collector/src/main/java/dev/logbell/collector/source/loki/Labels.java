package dev.logbell.collector.source.loki;

import dev.logbell.collector.source.record.SenderFields;
import dev.logbell.otlp.MalformedException;

/** Reads the labels of a stream as LogQL writes them: {@code {job="app", path="C:\\log"}}. */
final class Labels {
    private final String text;
    private int at;

    private Labels(String text) {
        this.text = text;
    }

    static void read(String text, SenderFields into) throws MalformedException {
        new Labels(text).read(into);
    }

    private void read(SenderFields into) throws MalformedException {
        expect('{');
        skipBlanks();
        while (at < text.length() && text.charAt(at) != '}') {
            String name = name();
            expect('=');
            into.putLabel(name, quoted());
            skipBlanks();
            if (at < text.length() && text.charAt(at) == ',') {
                at++;
                skipBlanks();
            }
        }
        expect('}');
    }

    private String name() throws MalformedException {
        int from = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "_.:".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == from) {
            throw malformed();
        }
        return text.substring(from, at);
    }

    private String quoted() throws MalformedException {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == '`') {
            int end = text.indexOf('`', at + 1);
            if (end < 0) {
                throw malformed();
            }
            String raw = text.substring(at + 1, end);
            at = end + 1;
            return raw;
        }
        expect('"');
        StringBuilder value = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                value.appendCodePoint(escaped());
            } else {
                value.append(c);
            }
        }
        expect('"');
        return value.toString();
    }

    /** What a backslash stands for, as in Go. */
    private int escaped() throws MalformedException {
        if (at == text.length()) {
            throw malformed();
        }
        char c = text.charAt(at++);
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'a' -> 7;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'v' -> 11;
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            case 'U' -> hex(8);
            default -> c;
        };
    }

    private int hex(int digits) throws MalformedException {
        if (at + digits > text.length()) {
            throw malformed();
        }
        try {
            int point = Integer.parseUnsignedInt(text, at, at + digits, 16);
            at += digits;
            if (!Character.isValidCodePoint(point)) {
                throw malformed();
            }
            return point;
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private void expect(char c) throws MalformedException {
        skipBlanks();
        if (at == text.length() || text.charAt(at) != c) {
            throw malformed();
        }
        at++;
    }

    private void skipBlanks() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }

    private MalformedException malformed() {
        return new MalformedException("the labels of a stream must be like {job=\"app\"}, wrong at " + at);
    }
}
