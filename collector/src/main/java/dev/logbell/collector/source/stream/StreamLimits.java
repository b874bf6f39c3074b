package dev.logbell.collector.source.stream;

/**
 * How large things may be that senders push.
 *
 * @param maxEventBytes longest line of text; a longer one is cut, and goes on in the next chunk
 * @param maxChunkBytes what a chunk holds, exceeded only by one long event or record
 * @param maxUnfinishedBytes what may be taken of all senders and not be safe yet
 */
public record StreamLimits(int maxEventBytes, int maxChunkBytes, long maxUnfinishedBytes) {
    public StreamLimits {
        maxChunkBytes = Math.min(maxChunkBytes, maxEventBytes);
    }

    /** What one session may have taken and not safe before its listener should stop reading: a part of all room. */
    public long maxSessionBytes() {
        return Math.max(65_536, maxUnfinishedBytes / 4);
    }
}
