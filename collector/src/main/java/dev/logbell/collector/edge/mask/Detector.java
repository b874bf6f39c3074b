package dev.logbell.collector.edge.mask;

import java.util.List;

/** Looks whether a secret is where one of its anchors was found, and masks it. */
interface Detector {
    /** Texts of four characters of which one is in, or next to, each secret of this kind. */
    List<Anchor> anchors();

    /**
     * Masks the secret that an anchor belongs to, if there is one.
     *
     * @param at index of the anchor
     * @return where to search on, behind {@code at}
     */
    int mask(MaskedText text, int at, MaskMemory memory);

    /**
     * Four characters to search for.
     *
     * @param isAnyCase whether upper-case letters count as lower-case ones
     */
    record Anchor(String text, boolean isAnyCase) {
        static final int LENGTH = 4;

        public Anchor {
            if (text.length() != LENGTH || text.chars().anyMatch(c -> c > 127)) {
                throw new IllegalArgumentException("an anchor must be four ASCII characters, got " + text);
            }
        }

        /** Whether it stands there, given that it does when case is left aside. */
        boolean isAt(byte[] bytes, int at) {
            for (int i = 0; !isAnyCase && i < LENGTH; i++) {
                if (bytes[at + i] != text.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        static Anchor exact(String text) {
            return new Anchor(text, false);
        }

        static Anchor anyCase(String text) {
            return new Anchor(text, true);
        }
    }
}
