package dev.logbell.processor.parse;

import java.time.Instant;

/** Text that is divided into events, and where in its chunk each of its bytes came from. */
sealed interface TextRun permits ChunkText, StreamText {
    /** UTF-8, newline separated; the first {@link #length()} of them count. */
    byte[] bytes();

    int length();

    /** Offset in the source of the byte at an index. */
    long offset(int index);

    /** Whether events were left out right before the line at an index: it never goes on what was before. */
    boolean isAfterSkip(int index);

    /** Whether anything was left out before an index. */
    boolean hasSkipped(int index);

    /** How many bytes of the chunk stand for those between two line starts. */
    int chunkBytes(int from, int to);

    /** When the line at an index was seen first, which is its time if it states none. */
    Instant observed(int index);

    /** Puts down what is known of the event at an index besides its text. */
    void describe(int index, ParsedLine into);

    /** Whether what invalid text was made of can still be told. */
    boolean isOriginal();
}
