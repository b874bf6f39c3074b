package dev.logbell.collector.edge.mask;

/** What masking remembers of a source between two chunks. */
final class MaskMemory {
    /** How many lines of a private key may still come; 0 outside of one. */
    int keyLines;
    /** Lines in a row that did not look like those of a key. */
    int strangeLines;
    /** The last bytes of an event that was cut and goes on in the next chunk, as they were written. */
    byte[] cut = new byte[0];
}
