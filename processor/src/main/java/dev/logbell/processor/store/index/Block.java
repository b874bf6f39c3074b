package dev.logbell.processor.store.index;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some events that were stored one after the other, or at least near each other.
 *
 * @param runs where the store has them: row numbers or pages
 * @param earliest time of one of them, in microseconds since 1970
 * @param latest time of one of them, in microseconds since 1970
 */
public record Block(List<Run> runs, long earliest, long latest) {
    private static final int BYTES_OF_A_RUN = 4 * Long.BYTES;
    /** Stands for both times in each run of a block but its first. */
    private static final long FURTHER = Long.MIN_VALUE;

    public Block {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException(
                    "a block must have a place: without one those after it are taken for it");
        }
    }

    static byte[] encode(List<Block> blocks) {
        int runs = blocks.stream().mapToInt(block -> block.runs.size()).sum();
        ByteBuffer bytes = ByteBuffer.allocate(runs * BYTES_OF_A_RUN);
        for (Block block : blocks) {
            for (int i = 0; i < block.runs.size(); i++) {
                bytes.putLong(block.runs.get(i).first())
                        .putLong(block.runs.get(i).last())
                        .putLong(i == 0 ? block.earliest : FURTHER)
                        .putLong(i == 0 ? block.latest : FURTHER);
            }
        }
        return bytes.array();
    }

    static List<Block> decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        List<Block> blocks = new ArrayList<>();
        while (bytes.hasRemaining()) {
            Run run = new Run(bytes.getLong(), bytes.getLong());
            long earliest = bytes.getLong();
            long latest = bytes.getLong();
            if (earliest == FURTHER) {
                blocks.getLast().runs.add(run);
            } else {
                blocks.add(new Block(new ArrayList<>(List.of(run)), earliest, latest));
            }
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
