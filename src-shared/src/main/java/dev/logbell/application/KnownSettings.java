package dev.logbell.application;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that an application has.
 *
 * @param defaults by the setting, with {@code *} where a name is free; empty where there is none
 */
record KnownSettings(Map<String, String> defaults) {
    private static final int FARTHEST_GUESS = 5;

    KnownSettings {
        defaults = Map.copyOf(defaults);
    }

    /** The default of a setting; empty if it has none. */
    String usual(String key) {
        return defaults.entrySet().stream()
                .filter(each -> filled(each.getKey(), key).equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    /** The setting that is written most like an unknown one, if there is one that is much like it. */
    Optional<String> nearest(String key) {
        return defaults.keySet().stream()
                .map(pattern -> filled(pattern, key))
                .map(near -> Map.entry(distance(near, key), near))
                .filter(near -> near.getKey() <= Math.min(FARTHEST_GUESS, key.length() / 3))
                .min(Map.Entry.<Integer, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(Map.Entry::getValue);
    }

    /** A pattern of settings with the free names of a key. */
    private static String filled(String pattern, String key) {
        String[] free = key.split("\\.", -1);
        String[] parts = pattern.split("\\.", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].equals("*") && i < free.length) {
                parts[i] = free[i];
            }
        }
        return String.join(".", parts);
    }

    /** How many characters have to be written, left out or changed to make one text of the other. */
    private static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        Arrays.setAll(before, i -> i);
        for (int i = 1; i <= one.length(); i++) {
            int[] now = new int[other.length() + 1];
            now[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = before[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(changed, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[other.length()];
    }
}
