package dev.logbell.otlp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Walks over the fields of one protobuf message: {@link #next} goes to a field, one of the others reads its value, and
 * {@link #skip} passes over one that is not known. (Protocol Buffers, "Encoding".)
 */
public final class Protobuf {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED32 = 5;

    private final byte[] bytes;
    private final int to;
    private int at;
    private int field;
    private int wireType;

    public Protobuf(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    private Protobuf(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.to = to;
    }

    /** Goes to the next field; false at the end of the message. */
    public boolean next() throws MalformedException {
        if (at == to) {
            return false;
        }
        long tag = readVarint();
        field = (int) (tag >>> 3);
        wireType = (int) (tag & 7);
        if (tag >>> 32 != 0 || field == 0) {
            throw malformed("a field's number is out of range");
        }
        return true;
    }

    /** The number of the current field. */
    public int field() {
        return field;
    }

    /** An int32, int64, uint32, uint64, bool or enum. */
    public long varint() throws MalformedException {
        expect(VARINT);
        return readVarint();
    }

    public long fixed64() throws MalformedException {
        expect(FIXED64);
        return readFixed(8);
    }

    /** A message within this one. */
    public Protobuf message() throws MalformedException {
        expect(LENGTH);
        int length = readLength();
        Protobuf message = new Protobuf(bytes, at, at + length);
        at += length;
        return message;
    }

    /** A string, U+FFFD in it for what is not UTF-8. */
    public String text() throws MalformedException {
        expect(LENGTH);
        int length = readLength();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public byte[] bytes() throws MalformedException {
        expect(LENGTH);
        int length = readLength();
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    public void skip() throws MalformedException {
        switch (wireType) {
            case VARINT -> readVarint();
            case FIXED64 -> readFixed(8);
            case LENGTH -> {
                int length = readLength();
                at += length;
            }
            case FIXED32 -> readFixed(4);
            default -> throw malformed("a field has the unknown wire type " + wireType);
        }
    }

    /** The rest of this message, to be walked over beside it. */
    public Protobuf copy() {
        return new Protobuf(bytes, at, to);
    }

    private void expect(int expected) throws MalformedException {
        if (wireType != expected) {
            throw malformed("field %d has wire type %d, not %d".formatted(field, wireType, expected));
        }
    }

    private long readVarint() throws MalformedException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == to) {
                throw malformed("it ends within a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a number is longer than 10 bytes");
    }

    private long readFixed(int length) throws MalformedException {
        if (to - at < length) {
            throw malformed("it ends within a number");
        }
        long value = 0;
        for (int i = 0; i < length; i++) {
            value |= (bytes[at++] & 0xFFL) << (8 * i);
        }
        return value;
    }

    private int readLength() throws MalformedException {
        long length = readVarint();
        if (length < 0 || length > to - at) {
            throw malformed("a field is longer than its message");
        }
        return (int) length;
    }

    private MalformedException malformed(String what) {
        return new MalformedException("it is not protobuf of this message at byte %d: %s".formatted(at, what));
    }
}
