package dev.logbell.collector.edge.mask;

import dev.logbell.collector.edge.mask.Detector.Anchor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Finds all anchors at once (Wu and Manber, 1994, with pairs of bytes). Looks at two bytes of each four at most where no
 * anchor is near: most pairs of bytes are in no anchor, and let the search go on three bytes further.
 */
final class AnchorSearch {
    private static final int FARTHEST = Anchor.LENGTH - 1;
    private static final int SLOTS = 1024;

    private final byte[] shifts = new byte[1 << 16];
    private final int[] keys = new int[SLOTS];
    private final Detector[][] found = new Detector[SLOTS][];

    AnchorSearch(List<? extends Detector> detectors) {
        Arrays.fill(shifts, (byte) FARTHEST);
        for (Detector detector : detectors) {
            for (Anchor anchor : detector.anchors()) {
                add(anchor, detector);
            }
        }
    }

    private void add(Anchor anchor, Detector detector) {
        byte[] bytes = anchor.text().getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < FARTHEST; i++) {
            for (byte first : cases(bytes[i], anchor.isAnyCase())) {
                for (byte second : cases(bytes[i + 1], anchor.isAnyCase())) {
                    int pair = pair(first, second);
                    shifts[pair] = (byte) Math.min(shifts[pair], FARTHEST - 1 - i);
                }
            }
        }
        int key = key(bytes, 0);
        int slot = slot(key);
        while (found[slot] != null && keys[slot] != key) {
            slot = (slot + 1) % SLOTS;
        }
        keys[slot] = key;
        Detector[] before = found[slot] == null ? new Detector[0] : found[slot];
        Detector[] more = Arrays.copyOf(before, before.length + 1);
        more[before.length] = detector;
        found[slot] = more;
    }

    private static byte[] cases(byte b, boolean isAnyCase) {
        byte lower = Ascii.lower(b);
        return isAnyCase && lower >= 'a' && lower <= 'z' ? new byte[] {lower, (byte) (lower - 32)} : new byte[] {b};
    }

    /** Masks what the detectors find. */
    void mask(MaskedText text, MaskMemory memory) {
        byte[] bytes = text.bytes;
        int last = FARTHEST;
        int to = text.to;
        while (last < to) {
            int shift = shifts[pair(bytes[last - 1], bytes[last])];
            last += shift == 0 ? ask(text, last - FARTHEST, memory) : shift;
        }
    }

    /** Asks the detectors whose anchor is there, if any; returns how far to go on. */
    private int ask(MaskedText text, int at, MaskMemory memory) {
        int key = key(text.bytes, at);
        int slot = slot(key);
        int next = at + 1;
        while (found[slot] != null) {
            if (keys[slot] == key) {
                for (Detector detector : found[slot]) {
                    next = Math.max(next, detector.mask(text, at, memory));
                }
                break;
            }
            slot = (slot + 1) % SLOTS;
        }
        return next - at;
    }

    private static int pair(byte first, byte second) {
        return ((first & 0xFF) << 8) | (second & 0xFF);
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
