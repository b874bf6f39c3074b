package dev.logbell.processor.parse;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON objects quickly that are written as most programs do. Gives up where a text is otherwise, wrong or not:
 * with {@code \}{@code u} escapes, exponents or large numbers, or deeply nested. Not thread-safe.
 */
final class JsonScanner {
    private static final int DEEPEST = 50;

    private final JsonNames names = new JsonNames();
    private final JsonNumber number = new JsonNumber();
    private String text = "";
    private int at;

    /** Takes the fields of the outermost object, in the order they stand there. */
    interface Fields {
        void add(String name, Object value);
    }

    /** Reads a text that is one object, with white space around it; tells if it was read. Nulls are left out. */
    boolean read(String object, Fields into) {
        text = object;
        at = 0;
        try {
            expect('{');
            if (!isEmpty('}')) {
                do {
                    String name = name();
                    Object value = value(1);
                    if (value != null) {
                        into.add(name, value);
                    }
                } while (isMore('}'));
            }
            skipBlanks();
            return at == text.length();
        } catch (GivesUpException unusual) {
            return false;
        }
    }

    private @Nullable Object value(int depth) {
        skipBlanks();
        char first = next();
        return switch (first) {
            case '"' -> string();
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case 't' -> word("rue", true);
            case 'f' -> word("alse", false);
            case 'n' -> word("ull", null);
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        if (depth > DEEPEST) {
            throw new GivesUpException();
        }
        if (!isEmpty('}')) {
            do {
                String name = name();
                Object value = value(depth);
                if (value != null) {
                    object.put(name, value);
                }
            } while (isMore('}'));
        }
        return object;
    }

    private List<Object> array(int depth) {
        List<Object> array = new ArrayList<>();
        if (depth > DEEPEST) {
            throw new GivesUpException();
        }
        if (!isEmpty(']')) {
            do {
                Object value = value(depth);
                if (value != null) {
                    array.add(value);
                }
            } while (isMore(']'));
        }
        return array;
    }

    private String name() {
        expect('"');
        int from = at;
        int end = endOfPlain(from);
        if (next(end) != '"') {
            throw new GivesUpException();
        }
        String name = names.of(text, from, end);
        expect(':');
        return name;
    }

    private String string() {
        int from = at;
        int end = endOfPlain(from);
        return next(end) == '"' ? text.substring(from, end) : escaped(from);
    }

    /** The place of the first quote or backslash. Its variables are local because fields are written back at each letter. */
    private int endOfPlain(int from) {
        String local = text;
        int length = local.length();
        for (int i = from; i < length; i++) {
            char c = local.charAt(i);
            if (c == '"' || c == '\\') {
                return i;
            }
            if (c < ' ') {
                break;
            }
        }
        throw new GivesUpException();
    }

    /** Goes behind the character at a place. */
    private char next(int place) {
        at = place + 1;
        return text.charAt(place);
    }

    /** A string of which the first backslash was just read. */
    private String escaped(int start) {
        StringBuilder plain = new StringBuilder(text.length() - start);
        int from = start;
        char c = '\\';
        while (c != '"') {
            if (c == '\\') {
                plain.append(text, from, at - 1).append(unescaped(next()));
                from = at;
            } else if (c < ' ') {
                throw new GivesUpException();
            }
            c = next();
        }
        return plain.append(text, from, at - 1).toString();
    }

    private static char unescaped(char letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            default -> throw new GivesUpException();
        };
    }

    private @Nullable Object word(String rest, @Nullable Object value) {
        if (!text.startsWith(rest, at)) {
            throw new GivesUpException();
        }
        at += rest.length();
        return ended(value);
    }

    private Object number() {
        Object value = number.read(text, at - 1);
        if (value == null) {
            throw new GivesUpException();
        }
        at = number.end();
        return ended(value);
    }

    /** Says that no further character belongs to what was just read. */
    private <T extends @Nullable Object> T ended(T value) {
        char after = at < text.length() ? text.charAt(at) : 0;
        if (after == ',' || after == '}' || after == ']' || isBlank(after)) {
            return value;
        }
        throw new GivesUpException();
    }

    private boolean isEmpty(char close) {
        skipBlanks();
        if (at < text.length() && text.charAt(at) == close) {
            at++;
            return true;
        }
        return false;
    }

    private boolean isMore(char close) {
        skipBlanks();
        char c = next();
        if (c == ',') {
            return true;
        }
        if (c == close) {
            return false;
        }
        throw new GivesUpException();
    }

    private void expect(char wanted) {
        skipBlanks();
        if (next() != wanted) {
            throw new GivesUpException();
        }
    }

    private void skipBlanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\n' || c == '\t' || c == '\r';
    }

    private char next() {
        if (at == text.length()) {
            throw new GivesUpException();
        }
        return text.charAt(at++);
    }

    /** The text is not for this reader. */
    private static final class GivesUpException extends RuntimeException {
        GivesUpException() {
            super("the text is unusual JSON, or none", null, false, false);
        }
    }
}
