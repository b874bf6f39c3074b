package dev.logbell.processor.search;

import dev.logbell.query.QueryParser;
import jakarta.ws.rs.core.MultivaluedMap;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The query parameters of a request; what is unknown, twice there or out of its range is refused. */
final class Parameters {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");

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

    /** A number that may be larger than all that a page counts. */
    long longNumber(String name, long lowest) {
        try {
            long number = Long.parseLong(text(name).strip());
            if (number >= lowest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, with the rule
        }
        throw new BadParameterException(
                name,
                "%s must be a whole number of at least %d, got %s: give one"
                        .formatted(name, lowest, Shown.quoted(text(name))));
    }

    /** How long, as in {@code 500ms}, {@code 5s}, {@code 1m}, {@code 2h}, {@code 1d}; null if it is not given. */
    @Nullable
    Duration duration(String name) {
        String value = text(name).strip();
        if (value.isEmpty()) {
            return null;
        }
        Matcher matcher = DURATION.matcher(value);
        long count = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (count == 0) {
            throw new BadParameterException(
                    name,
                    "%s must be a duration, got %s: write it as 500ms, 5s, 1m, 2h or 1d"
                            .formatted(name, Shown.quoted(value)));
        }
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }

    /** One of some words, the first if it is not given. */
    String oneOf(String name, List<String> words) {
        String value = text(name).strip().toLowerCase(Locale.ROOT);
        if (value.isEmpty()) {
            return words.getFirst();
        }
        if (!words.contains(value)) {
            throw new BadParameterException(
                    name,
                    "%s must be %s, got %s: change it or leave it out (%s)"
                            .formatted(name, String.join(" or ", words), Shown.quoted(text(name)), words.getFirst()));
        }
        return value;
    }

    /** A time as queries write it, where it begins if it names a day or the like; null if it is not given. */
    @Nullable
    Instant time(String name) {
        String value = text(name).strip();
        if (value.isEmpty()) {
            return null;
        }
        // a '+' that was not encoded arrives as a blank
        for (String text : List.of(value, value.replace(' ', '+'))) {
            try {
                return QueryParser.time(text, Clock.systemUTC());
            } catch (IllegalArgumentException e) {
                // tried in the next way
            }
        }
        try {
            return OffsetDateTime.parse(value.replace(' ', '+')).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(
                    name,
                    "%s must be a time, got %s: write it as 2026-01-31T13:45:00Z, 2026-01-31T14:45:00.250%%2B01:00, 2026-01-31, now-15m, or seconds since 1970"
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
