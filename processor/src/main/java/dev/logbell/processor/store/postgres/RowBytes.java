package dev.logbell.processor.store.postgres;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes that grow: numbers in PostgreSQL's order, and texts and JSON in UTF-8. */
final class RowBytes {
    private static final int FIRST_SIZE = 1 << 16;
    private static final int LARGEST_KEPT = 1 << 22;

    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;
    private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[FIRST_SIZE];
    private int size;

    /** What was added, from index 0 to {@link #size()}. */
    byte[] array() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Starts again, with the same memory if that is not much. */
    void clear() {
        size = 0;
        if (bytes.length > LARGEST_KEPT) {
            bytes = new byte[FIRST_SIZE];
        }
    }

    void add(short value) {
        reserve(Short.BYTES);
        SHORT.set(bytes, size, value);
        size += Short.BYTES;
    }

    void add(int value) {
        reserve(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void add(long value) {
        reserve(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void add(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    /** Puts a number where another was added. */
    void set(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** A map as a JSON object, as {@link dev.logbell.processor.store.sql.StoredJson} writes it. */
    void addJson(Map<?, ?> map) {
        add('{');
        int first = size;
        map.forEach((name, value) -> {
            if (size > first) {
                add(',');
            }
            addQuoted(String.valueOf(name));
            add(':');
            addValue(value);
        });
        add('}');
    }

    private void addValue(@Nullable Object value) {
        switch (value) {
            case null -> add("null".getBytes(StandardCharsets.US_ASCII));
            case String text -> addQuoted(text);
            case Long number -> addDecimal(number);
            case Boolean truth -> addNumber(truth.toString());
            case Double number when !Double.isFinite(number) -> addQuoted(number.toString());
            case Number number -> addNumber(number.toString());
            case Map<?, ?> map -> addJson(map);
            case List<?> list -> addArray(list);
            default -> addQuoted(value.toString());
        }
    }

    private void addArray(List<?> list) {
        add('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                add(',');
            }
            addValue(list.get(i));
        }
        add(']');
    }

    private void addNumber(String ascii) {
        add(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Digits from the last to the first, as they come. */
    private void addDecimal(long number) {
        if (number < 0) {
            addNumber(Long.toString(number));
            return;
        }
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        reserve(digits);
        size += digits;
        long rest = number;
        for (int at = size - 1; at >= size - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private void addQuoted(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        add('"');
        if (isPlain(utf8)) {
            add(utf8);
        } else {
            addEscaped(utf8);
        }
        add('"');
    }

    /** Whether nothing needs an escape; of eight bytes at once, as long as there are so many. */
    private static boolean isPlain(byte[] utf8) {
        int at = 0;
        for (; at <= utf8.length - Long.BYTES; at += Long.BYTES) {
            long eight = (long) LONG.get(utf8, at);
            long quotes = eight ^ ('"' * ONES);
            long slashes = eight ^ ('\\' * ONES);
            long found = ((eight - ' ' * ONES) & ~eight) | ((quotes - ONES) & ~quotes) | ((slashes - ONES) & ~slashes);
            if ((found & HIGH) != 0) {
                return false;
            }
        }
        for (; at < utf8.length; at++) {
            byte b = utf8[at];
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    /** (RFC 8259 section 7.) NUL, which PostgreSQL cannot hold, becomes U+FFFD. */
    private void addEscaped(byte[] utf8) {
        for (byte b : utf8) {
            switch (b) {
                case '"', '\\' -> addEscape((char) b);
                case '\n' -> addEscape('n');
                case '\r' -> addEscape('r');
                case '\t' -> addEscape('t');
                case '\b' -> addEscape('b');
                case '\f' -> addEscape('f');
                case 0 -> add(REPLACEMENT);
                default -> {
                    if (b > 0 && b < ' ') {
                        addEscape('u');
                        add('0');
                        add('0');
                        add((char) HEX[b >> 4]);
                        add((char) HEX[b & 15]);
                    } else {
                        add((char) b);
                    }
                }
            }
        }
    }

    private void addEscape(char letter) {
        add('\\');
        add(letter);
    }

    private void add(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
