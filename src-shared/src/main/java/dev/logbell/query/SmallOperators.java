package dev.logbell.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds {@code and}, {@code or} and {@code not} in lower case that mean the operators, as Kibana's other language and
 * Loki have them: in a query that has more than words side by side, and {@code not} only before a field or a
 * parenthesis. Among words alone they are words like others: {@code user not found}.
 */
final class SmallOperators {
    private final List<Part> parts = new ArrayList<>();

    /** What a part of a query is; a sign is {@code +}, {@code -} or {@code !} before another part. */
    enum Kind {
        WORD,
        FIELD,
        VALUE,
        SIGN,
        OPEN,
        CLOSE
    }

    private record Part(Kind kind, String text, int start) {
        private boolean isOperator() {
            return kind == Kind.WORD && List.of("AND", "OR", "NOT", "&&", "||").contains(text);
        }

        private boolean endsOperand() {
            return switch (kind) {
                case WORD -> !isOperator();
                case FIELD, VALUE, CLOSE -> true;
                case SIGN, OPEN -> false;
            };
        }

        private boolean startsOperand() {
            return kind != Kind.CLOSE && (!isOperator() || text.equals("NOT"));
        }
    }

    /**
     * Notes the next part.
     *
     * @param start where it is made ready
     */
    void add(Kind kind, String text, int start) {
        parts.add(new Part(kind, text, start));
    }

    /** The last part turns out to be the name of a field; what it is, or empty if there is none. */
    String field() {
        if (parts.isEmpty()) {
            return "";
        }
        Part name = parts.removeLast();
        parts.add(new Part(Kind.FIELD, name.text(), name.start()));
        return name.text();
    }

    /** Writes those that are operators in capitals, as Lucene's parser wants them. */
    void raise(StringBuilder ready) {
        if (parts.stream().allMatch(part -> part.kind() == Kind.WORD && !part.isOperator())) {
            return;
        }
        boolean isAfterOperand = false;
        for (int i = 0; i < parts.size(); i++) {
            Part part = parts.get(i);
            boolean isRaised = isSmallOperator(part, isAfterOperand, i + 1 < parts.size() ? parts.get(i + 1) : null);
            if (isRaised) {
                int end = part.start() + part.text().length();
                ready.replace(part.start(), end, part.text().toUpperCase(Locale.ROOT));
            }
            isAfterOperand = !isRaised && part.endsOperand();
        }
    }

    private static boolean isSmallOperator(Part part, boolean isAfterOperand, @Nullable Part next) {
        if (part.kind() != Kind.WORD || part.isOperator() || next == null) {
            return false;
        }
        return switch (part.text().toLowerCase(Locale.ROOT)) {
            case "and", "or" -> isAfterOperand && next.startsOperand();
            case "not" -> next.kind() == Kind.FIELD || next.kind() == Kind.OPEN;
            default -> false;
        };
    }
}
