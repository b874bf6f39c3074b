package dev.logbell.processor.parse;

import org.jspecify.annotations.Nullable;

/** The names of fields seen lately, each one text for all lines: a table in which new names replace others. */
final class JsonNames {
    private static final int SLOTS = 1 << 10;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new String[SLOTS];

    /**
     * The name that stands in a text.
     *
     * @param hash as {@link String#hashCode} of it
     */
    String of(String text, int from, int to, int hash) {
        int length = to - from;
        if (length > LONGEST) {
            return text.substring(from, to);
        }
        int slot = (hash ^ hash >>> 16) & (SLOTS - 1);
        String known = names[slot];
        if (known != null && known.length() == length && known.hashCode() == hash && text.startsWith(known, from)) {
            return known;
        }
        String name = text.substring(from, to);
        names[slot] = name;
        return name;
    }
}
