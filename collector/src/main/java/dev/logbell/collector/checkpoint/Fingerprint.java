package dev.logbell.collector.checkpoint;

import java.util.zip.CRC32C;

/**
 * Some bytes of a file, to know them again: how many, and their CRC-32C.
 *
 * @param length 0 fits any bytes
 */
public record Fingerprint(int length, int crc) {
    public static final Fingerprint NONE = new Fingerprint(0, 0);

    public static Fingerprint of(byte[] bytes, int from, int length) {
        if (length <= 0) {
            return NONE;
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return new Fingerprint(length, (int) crc.getValue());
    }

    /** Whether the bytes from there on, up to {@code to}, start with the ones this was made of. */
    public boolean fits(byte[] bytes, int from, int to) {
        return to - from >= length && of(bytes, from, length).equals(this);
    }
}
