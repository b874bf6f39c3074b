package dev.logbell.processor.store.postgres;

import dev.logbell.processor.store.sql.StoredEvent;
import dev.logbell.processor.store.sql.StoredTime;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Events as the rows of PostgreSQL's binary COPY format (PostgreSQL 17 documentation, COPY, "Binary Format"). */
final class CopyRows {
    static final String COPY = """
            COPY events (time, observed_time, source_offset, source_id, time_nanos, severity_number, severity_text,
                service, body, attributes, resource, trace_id, span_id, pattern) FROM STDIN (FORMAT binary)""";

    private static final short COLUMNS = 14;
    private static final int FIRST_SIZE = 1 << 16;
    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int HEADER_SIZE = HEADER.length + 2 * Integer.BYTES;
    private static final int ABSENT = -1;
    /** PostgreSQL counts microseconds since 2000-01-01. */
    private static final long EPOCH =
            StoredTime.of(Instant.parse("2000-01-01T00:00:00Z")).micros();

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = Arrays.copyOf(HEADER, FIRST_SIZE);
    private int size = HEADER_SIZE;

    void add(StoredEvent event, int source) {
        reserve(Short.BYTES);
        SHORT.set(bytes, size, COLUMNS);
        size += Short.BYTES;
        add(event.time().micros() - EPOCH);
        add(event.observedTime().micros() - EPOCH);
        add(event.offset());
        add(source);
        add((short) event.time().nanos());
        add((short) event.severityNumber());
        add(event.severityText());
        add(event.service());
        add(event.body());
        add(event.attributes());
        add(event.resource());
        add(event.traceId());
        add(event.spanId());
        add(event.pattern());
    }

    boolean isEmpty() {
        return size == HEADER_SIZE;
    }

    /** What was added, from the start of {@link #bytes()}, with the end mark. */
    int end() {
        reserve(Short.BYTES);
        SHORT.set(bytes, size, (short) -1);
        size += Short.BYTES;
        return size;
    }

    byte[] bytes() {
        return bytes;
    }

    private void add(short value) {
        length(Short.BYTES);
        SHORT.set(bytes, size, value);
        size += Short.BYTES;
    }

    private void add(int value) {
        length(Integer.BYTES);
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    private void add(long value) {
        length(Long.BYTES);
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    private void add(@Nullable String text) {
        if (text == null) {
            length(ABSENT);
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        length(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    private void length(int length) {
        reserve(Integer.BYTES + Math.max(0, length));
        INT.set(bytes, size, length);
        size += Integer.BYTES;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int)
                    Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
        }
    }
}
