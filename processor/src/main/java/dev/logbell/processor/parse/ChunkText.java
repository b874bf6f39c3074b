package dev.logbell.processor.parse;

import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import java.time.Instant;

/** A chunk whose bytes are the text. */
record ChunkText(LogChunk chunk) implements TextRun {
    @Override
    public byte[] bytes() {
        return chunk.bytes();
    }

    @Override
    public int length() {
        return chunk.bytes().length;
    }

    @Override
    public long offset(int index) {
        return chunk.offsetAt(index);
    }

    @Override
    public boolean isAfterSkip(int index) {
        return !chunk.skips().isEmpty() && chunk.skips().isAt(index);
    }

    @Override
    public boolean hasSkipped(int index) {
        return chunk.skips().before(index) > 0;
    }

    @Override
    public int chunkBytes(int from, int to) {
        return to - from;
    }

    @Override
    public Instant observed(int index) {
        return chunk.observedTime();
    }

    @Override
    public void describe(int index, ParsedLine into) {}

    @Override
    public boolean isOriginal() {
        return chunk.framing() != Framing.ONE_RECORD;
    }
}
