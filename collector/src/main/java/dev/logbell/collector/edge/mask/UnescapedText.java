package dev.logbell.collector.edge.mask;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What a text within JSON says, and which bytes of the JSON say each byte of it. */
final class UnescapedText {
    private byte[] text = {};
    /** Where what each byte of the text comes from begins, and ends. */
    private int[] begins = {};

    private int[] ends = {};
    private int length;

    void read(byte[] bytes, int from, int end) {
        if (text.length < end - from) {
            text = new byte[2 * (end - from)];
            begins = new int[text.length];
            ends = new int[text.length];
        }
        length = 0;
        int at = from;
        while (at < end) {
            if (bytes[at] != '\\' || at + 1 >= end) {
                add(bytes[at], at, at + 1);
                at++;
                continue;
            }
            byte kind = bytes[at + 1];
            int code = kind == 'u' ? hex(bytes, at + 2, end) : -1;
            if (code >= 0) {
                int next = at + 6;
                if (Character.isHighSurrogate((char) code) && next + 1 < end && bytes[next + 1] == 'u') {
                    int low = bytes[next] == '\\' ? hex(bytes, next + 2, end) : -1;
                    if (low >= 0 && Character.isLowSurrogate((char) low)) {
                        code = Character.toCodePoint((char) code, (char) low);
                        next += 6;
                    }
                }
                for (byte b : Character.toString(code).getBytes(StandardCharsets.UTF_8)) {
                    add(b, at, next);
                }
                at = next;
            } else {
                add(plain(kind), at, at + 2);
                at += 2;
            }
        }
    }

    /** A copy of what the text read last says. */
    byte[] said() {
        return Arrays.copyOf(text, length);
    }

    /** Puts a byte over all those that say one of the text. */
    void cover(byte[] bytes, int index, byte with) {
        Arrays.fill(bytes, begins[index], ends[index], with);
    }

    private void add(byte b, int begin, int end) {
        text[length] = b;
        begins[length] = begin;
        ends[length] = end;
        length++;
    }

    private static byte plain(byte kind) {
        return switch (kind) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> kind;
        };
    }

    private static int hex(byte[] bytes, int from, int end) {
        if (from + 4 > end) {
            return -1;
        }
        int value = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = 16 * value + digit;
        }
        return value;
    }
}
