package dev.logbell.processor.search;

import jakarta.ws.rs.core.MultivaluedMap;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request; what is unknown, twice there or out of its range is refused. */
final class Parameters {
    private final MultivaluedMap<String, String> given;

    Parameters(MultivaluedMap<String, String> given, Set<String> known) {
        this.given = given;
        for (var entry : given.entrySet()) {
            String name = entry.getKey();
            if (!known.contains(name)) {
                throw new BadParameterException(
                        name,
                        "unknown parameter %s: known are %s"
                                .formatted(Shown.quoted(name), String.join(", ", new TreeSet<>(known))));
            }
            if (entry.getValue().size() > 1) {
                throw new BadParameterException(
                        name,
                        "%s is there %d times: give it once"
                                .formatted(name, entry.getValue().size()));
            }
        }
    }

    String text(String name) {
        String value = given.getFirst(name);
        return value == null ? "" : value;
    }

    int number(String name, int lowest, int highest, int otherwise) {
        String value = text(name).strip();
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the rule
        }
        throw new BadParameterException(
                name,
                "%s must be a whole number %d..%d, got %s: change it or leave it out (%d)"
                        .formatted(name, lowest, highest, Shown.quoted(value), otherwise));
    }

    @Nullable
    Instant time(String name) {
        String value = text(name).strip();
        if (value.isEmpty()) {
            return null;
        }
        try {
            return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(
                    name,
                    "%s must be a time as in RFC 3339, got %s: write it as 2026-01-31T13:45:00Z or 2026-01-31T14:45:00.250%%2B01:00"
                            .formatted(name, Shown.quoted(value)));
        }
    }

    /** Values separated by commas, blank ones left out. */
    List<String> list(String name) {
        return List.of(text(name).split(",", -1)).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();
    }
}
