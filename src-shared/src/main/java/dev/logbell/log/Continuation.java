package dev.logbell.log;

/**
 * Tells the lines that go on an event from those that start one: the frames, causes and messages of a stack trace,
 * and indented lines. The collector asks so as not to cut a chunk inside an event, the processor to join its lines.
 */
public final class Continuation {
    private Continuation() {}

    /**
     * Whether a line belongs to the event before it.
     *
     * @param bytes holding the line
     * @param from index of its first byte
     * @param to index after its last byte, separator excluded
     */
    public static boolean isContinuation(byte[] bytes, int from, int to) {
        return from < to && (bytes[from] == ' ' || bytes[from] == '\t');
    }
}
