package dev.logbell.processor.store.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some events that were stored one after the other, or at least near each other.
 *
 * @param first where the store has the first of them: a row number or a page
 * @param last where it has the last, inclusive
 * @param earliest time of one of them, in microseconds since 1970
 * @param latest time of one of them, in microseconds since 1970
 */
public record Block(long first, long last, long earliest, long latest) {
    private static final int BYTES = 4 * Long.BYTES;

    static byte[] encode(List<Block> blocks) {
        ByteBuffer bytes = ByteBuffer.allocate(blocks.size() * BYTES);
        for (Block block : blocks) {
            bytes.putLong(block.first)
                    .putLong(block.last)
                    .putLong(block.earliest)
                    .putLong(block.latest);
        }
        return bytes.array();
    }

    static List<Block> decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        List<Block> blocks = new ArrayList<>();
        while (bytes.hasRemaining()) {
            blocks.add(new Block(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong()));
        }
        return blocks;
    }

    /** Those of some blocks whose bit is set. */
    public static List<Block> chosen(byte[] encoded, long bits) {
        List<Block> chosen = new ArrayList<>();
        List<Block> all = decode(encoded);
        for (int i = 0; i < all.size(); i++) {
            if (((bits >>> i) & 1) != 0) {
                chosen.add(all.get(i));
            }
        }
        return chosen;
    }
}
