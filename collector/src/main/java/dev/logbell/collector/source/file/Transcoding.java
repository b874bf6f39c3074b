package dev.logbell.collector.source.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;

/** Makes UTF-8 of pieces of another encoding, which may end inside a character. Holds the last piece. */
final class Transcoding {
    private final CharsetDecoder decoder;
    private final CharBuffer chars = CharBuffer.allocate(4096);
    private byte[] bytes = new byte[16_384];
    private int length;
    private int consumed;

    Transcoding(Charset charset) {
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    Charset charset() {
        return decoder.charset();
    }

    /** What was made of the last piece; the first {@link #length()} of them. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** How much of the last piece was whole characters. */
    int consumed() {
        return consumed;
    }

    /** Makes UTF-8 of the first bytes of a piece; returns how many were whole characters. */
    int transcode(byte[] piece, int size) {
        ByteBuffer in = ByteBuffer.wrap(piece, 0, size);
        length = 0;
        decoder.reset();
        while (true) {
            chars.clear();
            CoderResult result = decoder.decode(in, chars, false);
            chars.flip();
            encode();
            if (result.isError()) {
                keep(piece, in.position(), result.length());
                in.position(in.position() + result.length());
                decoder.reset();
            } else if (result.isUnderflow()) {
                consumed = in.position();
                return consumed;
            }
        }
    }

    private void keep(byte[] piece, int from, int count) {
        room(count);
        System.arraycopy(piece, from, bytes, length, count);
        length += count;
    }

    private void encode() {
        room(3 * chars.remaining());
        while (chars.hasRemaining()) {
            int c = chars.get();
            if (Character.isHighSurrogate((char) c) && chars.hasRemaining()) {
                c = Character.toCodePoint((char) c, chars.get());
                bytes[length++] = (byte) (0xF0 | (c >> 18));
                bytes[length++] = (byte) (0x80 | ((c >> 12) & 0x3F));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else if (c < 0x80) {
                bytes[length++] = (byte) c;
            } else if (c < 0x800) {
                bytes[length++] = (byte) (0xC0 | (c >> 6));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            } else {
                bytes[length++] = (byte) (0xE0 | (c >> 12));
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
            }
        }
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
