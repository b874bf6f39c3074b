package dev.logbell.processor.parse;

import org.jspecify.annotations.Nullable;

/** The names of fields seen lately, each one text for all lines: a table in which new names replace others. */
final class JsonNames {
    private static final int SLOTS = 1 << 10;
    private static final int LONGEST = 64;

    private final @Nullable String[] names = new String[SLOTS];

    /** The name that stands in a text. */
    String of(String text, int from, int to) {
        int length = to - from;
        if (length == 0 || length > LONGEST) {
            return text.substring(from, to);
        }
        int hash = 31 * (31 * (31 * length + text.charAt(from)) + text.charAt(from + length / 2)) + text.charAt(to - 1);
        int slot = (hash ^ hash >>> 10) & (SLOTS - 1);
        String known = names[slot];
        if (known != null && known.length() == length && text.startsWith(known, from)) {
            return known;
        }
        String name = text.substring(from, to);
        names[slot] = name;
        return name;
    }
}
