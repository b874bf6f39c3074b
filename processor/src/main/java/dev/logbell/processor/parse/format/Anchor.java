package dev.logbell.processor.parse.format;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells cheaply most texts that cannot be of a format. */
public final class Anchor {
    /** Of any text that is not empty. */
    public static final Anchor ANYTHING = new Anchor(List.of(), List.of(), Map.of(), null);

    private final BitSet firsts = new BitSet();
    private final String[] prefixes;
    private final String[] contained;
    private final int[] positions;
    private final String[] atPositions;
    private final @Nullable String service;

    /**
     * An anchor, of which every condition has to hold.
     *
     * @param starts with what the text begins, one of these: a prefix, or a range of characters such as {@code 0-9}
     * @param contains what is somewhere in the text, all of these
     * @param at by index, the characters of which one stands there
     * @param service {@code service.name} that is known already; null for any
     */
    Anchor(List<String> starts, List<String> contains, Map<Integer, String> at, @Nullable String service) {
        List<String> beyondRanges = new ArrayList<>();
        for (String start : starts) {
            if (isRange(start)) {
                firsts.set(start.charAt(0), start.charAt(2) + 1);
            } else {
                firsts.set(start.charAt(0));
                beyondRanges.add(start);
            }
        }
        for (String start : starts) {
            if (isRange(start)) {
                beyondRanges.removeIf(prefix -> isIn(start, prefix.charAt(0)));
            }
        }
        prefixes = beyondRanges.toArray(String[]::new);
        contained = contains.toArray(String[]::new);
        positions = at.keySet().stream().mapToInt(Integer::intValue).toArray();
        atPositions = at.values().toArray(String[]::new);
        this.service = service;
    }

    private static boolean isRange(String start) {
        return start.length() == 3 && start.charAt(1) == '-';
    }

    private static boolean isIn(String range, char c) {
        return c >= range.charAt(0) && c <= range.charAt(2);
    }

    /** Whether a text with that first character may be of the format. */
    public boolean startsWith(char first) {
        return firsts.isEmpty() || firsts.get(first);
    }

    /** Whether the text may be of the format. */
    public boolean holds(String text, @Nullable String knownService) {
        if (text.isEmpty() || (service != null && !service.equals(knownService))) {
            return false;
        }
        char first = text.charAt(0);
        if (!startsWith(first)) {
            return false;
        }
        for (int i = 0; i < positions.length; i++) {
            int at = positions[i];
            if (at >= text.length() || atPositions[i].indexOf(text.charAt(at)) < 0) {
                return false;
            }
        }
        return hasPrefix(text, first) && containsAll(text);
    }

    private boolean hasPrefix(String text, char first) {
        boolean isByPrefix = false;
        for (String prefix : prefixes) {
            if (prefix.charAt(0) == first) {
                if (text.startsWith(prefix)) {
                    return true;
                }
                isByPrefix = true;
            }
        }
        return !isByPrefix;
    }

    private boolean containsAll(String text) {
        for (String part : contained) {
            if (!text.contains(part)) {
                return false;
            }
        }
        return true;
    }
}
