package dev.logbell.processor.pattern;

/** Hashes of 64 bits. They are stored, as the ids of patterns: they must not change. */
final class Hash {
    static final long SEED = 0xCBF29CE484222325L;
    static final long WILDCARD = 0x9E3779B97F4A7C15L;

    private static final long PRIME = 0x100000001B3L;

    private Hash() {}

    static long add(long hash, long value) {
        return (hash ^ value) * PRIME;
    }

    /** Spreads what was added last over all bits. */
    static long mix(long hash) {
        long mixed = (hash ^ (hash >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        return mixed ^ (mixed >>> 32);
    }

    static long of(String text) {
        long hash = SEED;
        for (int i = 0; i < text.length(); i++) {
            hash = add(hash, text.charAt(i));
        }
        return mix(hash);
    }
}
