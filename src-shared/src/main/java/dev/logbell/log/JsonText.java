package dev.logbell.log;

/** The value of a JSON string that ends with a newline or has none, as UTF-8. */
final class JsonText {
    private byte[] scratch = new byte[1024];
    private byte[] bytes = scratch;
    private int from;
    private int to;
    private boolean hasNewline;

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    boolean hasNewline() {
        return hasNewline;
    }

    /** Index of the quote that ends the string; -1 if none does, or a newline stands inside the text. */
    int read(byte[] line, int start, int limit) {
        int at = start;
        while (at < limit && line[at] != '"' && line[at] != '\\') {
            at++;
        }
        if (at >= limit) {
            return -1;
        }
        hasNewline = line[at] == '\\' && at + 2 < limit && line[at + 1] == 'n' && line[at + 2] == '"';
        if (hasNewline || line[at] == '"') {
            bytes = line;
            from = start;
            to = at;
            return hasNewline ? at + 2 : at;
        }
        return unescape(line, start, at, limit);
    }

    private int unescape(byte[] line, int start, int firstEscape, int limit) {
        if (scratch.length < limit - start) {
            scratch = new byte[Math.max(limit - start, 2 * scratch.length)];
        }
        System.arraycopy(line, start, scratch, 0, firstEscape - start);
        int out = firstEscape - start;
        int at = firstEscape;
        hasNewline = false;
        while (at < limit && line[at] != '"') {
            if (hasNewline) {
                return -1;
            }
            byte b = line[at++];
            if (b != '\\') {
                scratch[out++] = b;
                continue;
            }
            if (at >= limit) {
                return -1;
            }
            byte kind = line[at++];
            if (kind == 'u') {
                int c = hex(line, at, limit);
                at += 4;
                if (c >= 0xD800 && c < 0xDC00 && at + 1 < limit && line[at] == '\\' && line[at + 1] == 'u') {
                    int low = hex(line, at + 2, limit);
                    if (low >= 0xDC00 && low < 0xE000) {
                        c = Character.toCodePoint((char) c, (char) low);
                        at += 6;
                    }
                }
                if (c < 0) {
                    return -1;
                }
                hasNewline = c == '\n';
                out = hasNewline ? out : utf8(c, out);
            } else if (kind == 'n') {
                hasNewline = true;
            } else {
                int c = plain(kind);
                if (c < 0) {
                    return -1;
                }
                scratch[out++] = (byte) c;
            }
        }
        bytes = scratch;
        from = 0;
        to = out;
        return at < limit ? at : -1;
    }

    private static int plain(byte kind) {
        return switch (kind) {
            case '"', '\\', '/' -> kind;
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> -1;
        };
    }

    private static int hex(byte[] line, int at, int limit) {
        if (at + 4 > limit) {
            return -1;
        }
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value * 16 + digit;
        }
        return value;
    }

    private int utf8(int c, int at) {
        int out = at;
        if (c < 0x80) {
            scratch[out++] = (byte) c;
        } else if (c < 0x800) {
            scratch[out++] = (byte) (0xC0 | (c >> 6));
            scratch[out++] = (byte) (0x80 | (c & 0x3F));
        } else if (c < 0x10000) {
            int kept = c >= 0xD800 && c < 0xE000 ? 0xFFFD : c;
            scratch[out++] = (byte) (0xE0 | (kept >> 12));
            scratch[out++] = (byte) (0x80 | ((kept >> 6) & 0x3F));
            scratch[out++] = (byte) (0x80 | (kept & 0x3F));
        } else {
            scratch[out++] = (byte) (0xF0 | (c >> 18));
            scratch[out++] = (byte) (0x80 | ((c >> 12) & 0x3F));
            scratch[out++] = (byte) (0x80 | ((c >> 6) & 0x3F));
            scratch[out++] = (byte) (0x80 | (c & 0x3F));
        }
        return out;
    }
}
