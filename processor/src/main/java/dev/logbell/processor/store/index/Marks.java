package dev.logbell.processor.store.index;

import dev.logbell.processor.store.sql.StoredJson;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The marks of texts and values, which are numbers: an event leaves those of what it holds, and a query looks for those
 * of what it asks for. Where a mark is missing, what it stands for is missing; where it is there, it may be another's.
 */
final class Marks {
    private static final int GRAM = 5;
    private static final int SHORT_GRAM = 3;
    private static final int BITS = 7;
    private static final long GRAM_MASK = (1L << (GRAM * BITS)) - 1;
    private static final long SHORT_GRAM_MASK = (1L << (SHORT_GRAM * BITS)) - 1;
    private static final long SHORT = 1L << 62;
    private static final int MARKS_OF_A_VALUE = 4;
    private static final int MARKS_OF_AN_ID = 8;
    private static final int BYTES_OF_A_PLACE = 12;
    private static final int MOST_MARKS = 24;
    private static final BigDecimal LOWEST = BigDecimal.valueOf(Long.MIN_VALUE);
    private static final BigDecimal HIGHEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private Marks() {}

    /** What attributes leave, which are JSON. */
    static void leaveJson(String attributes, IntConsumer marks) {
        StoredJson.forEachValue(attributes, (name, value) -> leaveValue(leaf(name), value, marks));
    }

    static void leaveSeverity(int number, IntConsumer marks) {
        leave(severityHash(number), MARKS_OF_A_VALUE, marks);
    }

    static void leavePlace(String source, long place, IntConsumer marks) {
        leave(placeHash(source, place), MARKS_OF_AN_ID, marks);
    }

    /** The place of an offset, which those beside it share. */
    static long place(long offset) {
        return offset >> BYTES_OF_A_PLACE;
    }

    /** What events of one origin leave together. */
    static void leaveOrigin(String source, Map<String, String> resource, IntConsumer marks) {
        leaveId(Id.SOURCE, source, marks);
        resource.forEach((name, value) -> leave(hash(leaf(name), foldedHash(value)), MARKS_OF_A_VALUE, marks));
    }

    /** What identifies something, and has no name among the attributes. */
    enum Id {
        TRACE(-1),
        SPAN(-2),
        PATTERN(-3),
        SOURCE(-4);

        private final int number;

        Id(int number) {
            this.number = number;
        }
    }

    /** Runs of five characters, and of three letters, anywhere in the first of some characters. */
    static void leaveText(char[] text, int length, IntConsumer marks) {
        long gram = 0;
        int letters = 0;
        for (int i = 0; i < length; i++) {
            char c = folded(text[i]);
            gram = (gram << BITS) ^ c;
            letters = isLetter(c) ? letters + 1 : 0;
            if (i >= GRAM - 1) {
                marks.accept(mixed(gram & GRAM_MASK));
            }
            if (letters >= SHORT_GRAM) {
                marks.accept(mixed((gram & SHORT_GRAM_MASK) | SHORT));
            }
        }
    }

    /** The marks of any text that has this in it; none if it is too short to tell. */
    static int[] inText(String part) {
        int[] marks = new int[2 * part.length()];
        int found = 0;
        long gram = 0;
        int letters = 0;
        for (int i = 0; i < part.length(); i++) {
            char c = folded(part.charAt(i));
            gram = (gram << BITS) ^ c;
            letters = isLetter(c) ? letters + 1 : 0;
            if (letters >= SHORT_GRAM) {
                marks[found++] = mixed((gram & SHORT_GRAM_MASK) | SHORT);
            }
            if (i >= GRAM - 1) {
                marks[found++] = mixed(gram & GRAM_MASK);
            }
        }
        return some(Arrays.copyOf(marks, found));
    }

    /** The marks of a field whose value is a text, in any case. */
    static int[] ofText(String field, String value) {
        return several(hash(leaf(field), foldedHash(value)), MARKS_OF_A_VALUE);
    }

    /** The marks of a field whose value is a number, however it is written. */
    static int[] ofNumber(String field, BigDecimal number) {
        return several(numberHash(leaf(field), number), MARKS_OF_A_VALUE);
    }

    static int[] ofId(Id id, String value) {
        return several(hash(id.number, foldedHash(value)), MARKS_OF_AN_ID);
    }

    static int[] ofSeverity(int number) {
        return several(severityHash(number), MARKS_OF_A_VALUE);
    }

    /** The marks of where an event stands in its source. */
    static int[] ofPlace(String source, long offset) {
        return several(placeHash(source, place(offset)), MARKS_OF_AN_ID);
    }

    /**
     * Leaves a value of attributes.
     *
     * @param leaf the {@link #leaf} of its name
     * @param value no list and no map
     */
    static void leaveValue(int leaf, Object value, IntConsumer marks) {
        long hash = switch (value) {
            case Long number -> longHash(leaf, number);
            case Double number when Double.isFinite(number) -> numberHash(leaf, BigDecimal.valueOf(number));
            default -> hash(leaf, foldedHash(value.toString()));
        };
        leave(hash, MARKS_OF_A_VALUE, marks);
    }

    static void leaveId(Id id, @Nullable String value, IntConsumer marks) {
        if (value != null) {
            leave(hash(id.number, foldedHash(value)), MARKS_OF_AN_ID, marks);
        }
    }

    private static long numberHash(int leaf, BigDecimal number) {
        boolean isLong = number.compareTo(LOWEST) >= 0
                && number.compareTo(HIGHEST) <= 0
                && number.stripTrailingZeros().scale() <= 0;
        return isLong
                ? longHash(leaf, number.longValue())
                : hash(leaf, ~number.stripTrailingZeros().toString().hashCode());
    }

    private static long longHash(int leaf, long number) {
        return hash(leaf, mixed(number));
    }

    private static long severityHash(int number) {
        return hash(-50, number);
    }

    private static long placeHash(String source, long place) {
        return hash(source.hashCode(), mixed(place));
    }

    /** A field {@code a.b} may be {@code b} inside of {@code a}: what both have in common is their end. */
    static int leaf(String field) {
        int hash = 0;
        for (int i = field.lastIndexOf('.') + 1; i < field.length(); i++) {
            hash = 31 * hash + field.charAt(i);
        }
        return hash;
    }

    /** That of the text in lower case, as {@link dev.logbell.query.CaseFold} makes it, without making it. */
    private static int foldedHash(String text) {
        int hash = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            hash = 31 * hash + (c >= 'A' && c <= 'Z' ? c + 32 : c < 128 ? c : Character.toLowerCase(c));
        }
        return hash;
    }

    /** Case folds as for queries; beyond that, as regular expressions fold it: the long s is an s. */
    private static char folded(char c) {
        if (c < 128) {
            return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
        }
        return c == '\u017F' ? 's' : Character.toLowerCase(c);
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static long hash(int field, int value) {
        long hash = (((long) field << 32) | (value & 0xffffffffL)) * 0x9e3779b97f4a7c15L;
        return (hash ^ (hash >>> 29)) * 0xbf58476d1ce4e5b9L;
    }

    private static int mixed(long value) {
        return (int) ((value * 0x9e3779b97f4a7c15L) >>> 32);
    }

    private static int[] several(long hash, int count) {
        int[] marks = new int[count];
        for (int i = 0; i < count; i++) {
            marks[i] = mark(hash, i);
        }
        return marks;
    }

    private static void leave(long hash, int count, IntConsumer marks) {
        for (int i = 0; i < count; i++) {
            marks.accept(mark(hash, i));
        }
    }

    /** One of the marks of a hash, counted from 0. */
    private static int mark(long hash, int number) {
        int mark = (int) (hash >>> 32) + number * ((int) hash | 1);
        return mark ^ (mark >>> 15);
    }

    /** Some of many, from all over. */
    private static int[] some(int[] marks) {
        if (marks.length <= MOST_MARKS) {
            return marks;
        }
        int[] some = new int[MOST_MARKS];
        for (int i = 0; i < MOST_MARKS; i++) {
            some[i] = marks[(int) ((long) i * marks.length / MOST_MARKS)];
        }
        return some;
    }
}
