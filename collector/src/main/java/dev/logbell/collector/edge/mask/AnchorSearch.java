package dev.logbell.collector.edge.mask;

import dev.logbell.collector.edge.mask.Detector.Anchor;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds all anchors at once. Of the two threes of bytes in an anchor one begins at each second byte, wherever the anchor
 * stands; so a filter is asked about the three bytes there, whatever their case, for eight places before anything is
 * decided. No place is reached by way of the one before, so the processor asks for several at a time.
 */
final class AnchorSearch {
    private static final VarHandle FOUR_BYTES =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Makes letters lower-case ones, and some other characters the same, which the filter may. */
    private static final int FOLD = 0x20202020;

    private static final int FILTER_BITS = 15;
    private static final int BATCH = 16;
    /** What the filter says of three bytes: an anchor may begin with them, or end. */
    private static final int BEGINS = 1;

    private static final int ENDS = 2;
    private static final int SLOTS = 1024;

    private final byte[] filter = new byte[1 << FILTER_BITS];
    private final int[] keys = new int[SLOTS];
    private final @Nullable List<Found>[] found;

    /** Who looks closely at an anchor. */
    private record Found(Detector detector, Anchor anchor) {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // no array of a generic type can be made
    AnchorSearch(List<? extends Detector> detectors) {
        found = new List[SLOTS];
        for (Detector detector : detectors) {
            for (Anchor anchor : detector.anchors()) {
                add(anchor, detector);
            }
        }
    }

    private void add(Anchor anchor, Detector detector) {
        byte[] bytes = anchor.text().getBytes(StandardCharsets.US_ASCII);
        int four = (int) FOUR_BYTES.get(bytes, 0);
        filter[place(four)] |= BEGINS;
        filter[place(four >>> 8)] |= ENDS;
        int key = key(bytes, 0);
        int slot = slot(key);
        List<Found> there = found[slot];
        while (there != null && keys[slot] != key) {
            slot = (slot + 1) % SLOTS;
            there = found[slot];
        }
        keys[slot] = key;
        List<Found> more = new ArrayList<>(there == null ? List.of() : there);
        more.add(new Found(detector, anchor));
        found[slot] = List.copyOf(more);
    }

    /** Masks what the detectors find. */
    void mask(MaskedText text, MaskMemory memory) {
        byte[] bytes = text.bytes;
        byte[] places = filter;
        int to = text.to - BATCH - 2;
        int at = 1; // what begins right before it is still to be found
        while (at <= to) {
            int seen = places[place((int) FOUR_BYTES.get(bytes, at))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 2))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 4))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 6))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 8))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 10))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 12))]
                    | places[place((int) FOUR_BYTES.get(bytes, at + 14))];
            at = seen == 0 ? at + BATCH : maskBatch(text, at, memory);
        }
        for (int rest = at - 1; rest <= text.to - Anchor.LENGTH; ) {
            rest = ask(text, rest, memory);
        }
    }

    /** Goes through a batch place by place; returns where to go on. */
    private int maskBatch(MaskedText text, int from, MaskMemory memory) {
        for (int at = from; at < from + BATCH; at += 2) {
            int seen = filter[place((int) FOUR_BYTES.get(text.bytes, at))];
            if ((seen & ENDS) != 0) {
                int next = ask(text, at - 1, memory);
                if (next > at) {
                    return next + 1;
                }
            }
            if ((seen & BEGINS) != 0) {
                int next = ask(text, at, memory);
                if (next > at + 1) {
                    return next + 1;
                }
            }
        }
        return from + BATCH;
    }

    /** Asks the detectors whose anchor is there, if any; returns where to search on. */
    private int ask(MaskedText text, int at, MaskMemory memory) {
        int key = key(text.bytes, at);
        int slot = slot(key);
        int next = at + 1;
        List<Found> there = found[slot];
        while (there != null) {
            if (keys[slot] == key) {
                for (Found one : there) {
                    if (one.anchor().isAt(text.bytes, at)) {
                        next = Math.max(next, one.detector().mask(text, at, memory));
                    }
                }
                break;
            }
            slot = (slot + 1) % SLOTS;
            there = found[slot];
        }
        return next;
    }

    /** The place in the filter of the first three of four bytes. */
    private static int place(int four) {
        return ((four | FOLD) * (0x9E3779B1 << Byte.SIZE)) >>> (32 - FILTER_BITS); // the shift leaves the fourth out
    }

    /** Four bytes, letters as lower-case ones. */
    private static int key(byte[] bytes, int at) {
        return (Ascii.lower(bytes[at]) << 24)
                | ((Ascii.lower(bytes[at + 1]) & 0xFF) << 16)
                | ((Ascii.lower(bytes[at + 2]) & 0xFF) << 8)
                | (Ascii.lower(bytes[at + 3]) & 0xFF);
    }

    private static int slot(int key) {
        return (key * 0x9E3779B1) >>> 22;
    }
}
