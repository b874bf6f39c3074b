package dev.logbell.processor.parse;

import java.util.ArrayList;
import java.util.List;

/** Formats in the order they are tried, by the first character of the text. */
final class FormatTable {
    private static final int OTHERS = 128;

    private final List<List<NamedFormat>> byFirst = new ArrayList<>();

    FormatTable(List<NamedFormat> formats) {
        for (char first = 0; first <= OTHERS; first++) {
            char c = first;
            byFirst.add(formats.stream()
                    .filter(format -> c == OTHERS || format.anchor().startsWith(c))
                    .toList());
        }
    }

    /** The formats that a text may be of, as far as its first character tells. */
    List<NamedFormat> of(String text) {
        return text.isEmpty() ? List.of() : byFirst.get(Math.min(OTHERS, text.charAt(0)));
    }
}
