package dev.logbell.collector.source.stream;

import dev.logbell.collector.source.file.ChunkCutter;
import dev.logbell.collector.source.file.ChunkCutter.Ending;
import dev.logbell.log.Framing;
import dev.logbell.log.Joining;
import java.util.Deque;
import java.util.Iterator;

/**
 * How much of what waits becomes the next chunk.
 *
 * @param length in bytes, from where the last one ended
 * @param continues whether it ends inside a line that is longer than a line may be
 */
record Cut(int length, boolean continues) {
    /**
     * Joins what is of one framing until a chunk is full, and divides what is larger at the end of an event.
     *
     * @param waiting at least one submission
     * @param cutAt how much of its first has left already
     */
    static Cut of(Deque<Submission> waiting, int cutAt, StreamLimits limits) {
        Submission first = waiting.getFirst();
        int length = first.bytes().length - cutAt;
        if (length > limits.maxChunkBytes()) {
            return first.framing() == Framing.LINES
                    ? ofLines(first.bytes(), cutAt, limits)
                    : new Cut(ofRecords(first.bytes(), cutAt, limits.maxChunkBytes()) - cutAt, false);
        }
        Iterator<Submission> others = waiting.iterator();
        others.next();
        while (others.hasNext()) {
            Submission next = others.next();
            if (next.framing() != first.framing() || length + next.bytes().length > limits.maxChunkBytes()) {
                break;
            }
            length += next.bytes().length;
        }
        return new Cut(length, false);
    }

    private static Cut ofLines(byte[] bytes, int from, StreamLimits limits) {
        int end = ChunkCutter.lastEnd(Joining.BY_LOOK, bytes, from, from + limits.maxChunkBytes(), Ending.MORE);
        if (end > from) {
            return new Cut(end - from, false);
        }
        int most = Math.min(bytes.length, from + limits.maxEventBytes());
        end = ChunkCutter.firstEnd(Joining.BY_LOOK, bytes, from, most);
        if (end == from && most == bytes.length) {
            end = most;
        }
        if (end == from) {
            end = ChunkCutter.lastEnd(Joining.BY_LOOK, bytes, from, most, Ending.QUIET);
        }
        if (end > from) {
            return new Cut(end - from, false);
        }
        return new Cut(ChunkCutter.wholeCharacters(bytes, from, most) - from, true);
    }

    private static int ofRecords(byte[] bytes, int from, int most) {
        int end = from + most;
        while (end > from && bytes[end - 1] != '\n') {
            end--;
        }
        if (end == from) {
            end = from + most;
            while (end < bytes.length && bytes[end - 1] != '\n') {
                end++;
            }
        }
        return end;
    }

    /** The bytes of this cut; copied only if they are not one whole submission. */
    byte[] take(Deque<Submission> waiting, int cutAt) {
        byte[] first = waiting.getFirst().bytes();
        if (cutAt == 0 && first.length == length) {
            return first;
        }
        byte[] bytes = new byte[length];
        int from = cutAt;
        int at = 0;
        for (Submission next : waiting) {
            if (at == length) {
                break;
            }
            int taken = Math.min(next.bytes().length - from, length - at);
            System.arraycopy(next.bytes(), from, bytes, at, taken);
            at += taken;
            from = 0;
        }
        return bytes;
    }
}
