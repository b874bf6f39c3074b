package dev.logbell.query;

import java.util.ArrayList;
import java.util.List;

/** The pattern of a wildcard, taken apart: {@code *}, {@code ?} and characters in lower case, escapes resolved. */
final class Glob {
    private static final int ANY_RUN = -1;
    private static final int ANY_ONE = -2;

    private final int[] parts;

    private Glob(int[] parts) {
        this.parts = parts;
    }

    static Glob of(String pattern) {
        List<Integer> parts = new ArrayList<>();
        for (int i = 0; i < pattern.length(); i++) {
            char character = pattern.charAt(i);
            if (character == '*') {
                if (parts.isEmpty() || parts.getLast() != ANY_RUN) {
                    parts.add(ANY_RUN);
                }
            } else if (character == '?') {
                parts.add(ANY_ONE);
            } else {
                boolean isEscape = character == '\\' && i + 1 < pattern.length();
                parts.add((int) CaseFold.fold(isEscape ? pattern.charAt(++i) : character));
            }
        }
        return new Glob(parts.stream().mapToInt(Integer::intValue).toArray());
    }

    /** This pattern with any run of characters before and after it. */
    Glob anywhere() {
        int[] wider = new int[parts.length + 2];
        wider[0] = ANY_RUN;
        System.arraycopy(parts, 0, wider, 1, parts.length);
        wider[wider.length - 1] = ANY_RUN;
        return new Glob(wider);
    }

    /** Whether the pattern fits the whole text: only the last {@code *} passed is ever widened. */
    boolean matches(String text) {
        int at = 0;
        int part = 0;
        int runPart = -1;
        int runEnd = 0;
        while (at < text.length()) {
            if (part < parts.length && parts[part] == ANY_RUN) {
                runPart = part++;
                runEnd = at;
            } else if (part < parts.length && fits(parts[part], text, at)) {
                at += parts[part] == ANY_ONE ? width(text, at) : 1;
                part++;
            } else if (runPart >= 0) {
                runEnd += width(text, runEnd);
                at = runEnd;
                part = runPart + 1;
            } else {
                return false;
            }
        }
        while (part < parts.length && parts[part] == ANY_RUN) {
            part++;
        }
        return part == parts.length;
    }

    String like() {
        StringBuilder like = new StringBuilder();
        for (int part : parts) {
            switch (part) {
                case ANY_RUN -> like.append('%');
                case ANY_ONE -> like.append('_');
                case '%', '_', '\\' -> like.append('\\').append((char) part);
                default -> like.append((char) part);
            }
        }
        return like.toString();
    }

    private static boolean fits(int part, String text, int at) {
        return part == ANY_ONE || CaseFold.fold(text.charAt(at)) == part;
    }

    /** An emoji is one character, though two UTF-16 units. */
    private static int width(String text, int at) {
        return Character.charCount(text.codePointAt(at));
    }
}
