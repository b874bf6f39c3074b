package dev.logbell.processor.store.sql;

/**
 * LIKE patterns that fit at least what a text or a wildcard fits, in either database and whatever its collation, in
 * plain text and inside of JSON. Characters whose case folds beyond ASCII, or that JSON or LIKE write in their own way,
 * are left open.
 */
final class LikePattern {
    private static final int LONGEST = 1_000;

    private LikePattern() {}

    /** A pattern that fits whatever contains the text, in any case. */
    static String ofText(String text) {
        return pattern(text, false);
    }

    /** A pattern that fits whatever contains what the wildcard fits, in any case. */
    static String ofWildcard(String wildcard) {
        return pattern(wildcard, true);
    }

    /** A pattern that fits what has the one, and after it the other. */
    static String inOrder(String first, String second) {
        return first + second.substring(1);
    }

    static boolean isAnything(String pattern) {
        return pattern.chars().allMatch(c -> c == '%' || c == '_');
    }

    private static String pattern(String text, boolean isWildcard) {
        StringBuilder pattern = new StringBuilder("%");
        for (int i = 0; i < Math.min(text.length(), LONGEST); i++) {
            char c = text.charAt(i);
            if (isOpen(c) || (isWildcard && (c == '*' || c == '?'))) {
                if (pattern.charAt(pattern.length() - 1) != '%') {
                    pattern.append('%');
                }
            } else {
                pattern.append("kKsSiI".indexOf(c) >= 0 ? '_' : c);
            }
        }
        return pattern.charAt(pattern.length() - 1) == '%'
                ? pattern.toString()
                : pattern.append('%').toString();
    }

    private static boolean isOpen(char c) {
        return c < ' ' || c > '~' || "%_\\\"".indexOf(c) >= 0;
    }
}
