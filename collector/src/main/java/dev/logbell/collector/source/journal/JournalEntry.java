package dev.logbell.collector.source.journal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the journal.
 *
 * @param fields in the order they came; a name may come more than once
 */
record JournalEntry(List<Field> fields) {
    JournalEntry {
        fields = List.copyOf(fields);
    }

    /** A field, whose value may be anything, and may have been cut. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Field(String name, byte[] value, boolean isCut) {
        String text() {
            return new String(value, StandardCharsets.UTF_8);
        }
    }

    @Nullable
    Field field(String name) {
        for (Field field : fields) {
            if (field.name().equals(name)) {
                return field;
            }
        }
        return null;
    }

    /** The first value of a field as text, the empty string if there is none. */
    String text(String name) {
        Field field = field(name);
        return field == null ? "" : field.text();
    }

    /** Its place in the journal, which journalctl can go back to. */
    String cursor() {
        return text("__CURSOR");
    }
}
