package dev.logbell.application;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with settings: which, under the name by which it was set, its value, the rule, and what to do. The
 * problems are SmallRye Config's, as their messages tell them.
 */
final class SettingProblems {
    private static final Pattern WRONG_VALUE = Pattern.compile(
            "SRCFG00039: The config property (.+?) with the config value \"(.*)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern EMPTY =
            Pattern.compile("SRCFG00040: The config property (.+?) is defined as the empty String");
    private static final Pattern CONVERTED_TO_NOTHING = Pattern.compile(
            "SRCFG00041: The config property (.+?) with the config value \"(.*)\" was converted to null");
    private static final Pattern MISSING = Pattern.compile("SRCFG00014: The config property (.+?) is required");
    private static final Pattern UNKNOWN =
            Pattern.compile("SRCFG00050: (.+) in (.*) does not map to any root", Pattern.DOTALL);
    private static final Pattern REFERENCE =
            Pattern.compile("SRCFG00011: Could not expand value (.+) in property (.+)");
    private static final Pattern CHOICES = Pattern.compile("allowed values: (.*)");
    private static final Pattern OTHER_NAME = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)(?::(.*))?}");
    private static final Pattern FILE = Pattern.compile("source=(?:jar:)?file:([^!\\]]+)[^\\]]*]\\)?(:\\d+)?");

    private final KnownSettings known;
    private final Function<String, @Nullable Origin> origins;
    private final Collection<String> set;

    /**
     * Where a value comes from.
     *
     * @param raw as it is written there, e.g. {@code ${LOGBELL_STORE:postgres}}
     * @param location in SmallRye's words
     */
    record Origin(@Nullable String raw, String location) {
        boolean isEnvironment() {
            return location.startsWith("EnvConfigSource");
        }
    }

    /** What is wrong with a value. */
    private record Wrong(String key, String text) {}

    /**
     * Problems of one application.
     *
     * @param known its settings
     * @param origins where a value comes from; null if it is not set
     * @param set all settings that are set
     */
    SettingProblems(KnownSettings known, Function<String, @Nullable Origin> origins, Collection<String> set) {
        this.known = known;
        this.origins = origins;
        this.set = set;
    }

    /** A sentence for each problem; a message that is not understood stays as it is. */
    List<String> sentences(List<String> messages) {
        Map<String, List<Wrong>> byVariable = new LinkedHashMap<>();
        Stream.Builder<String> others = Stream.builder();
        for (String message : messages) {
            Optional<Wrong> wrong = wrong(message);
            wrong.ifPresentOrElse(
                    found -> byVariable
                            .computeIfAbsent(variable(found.key()), variable -> new ArrayList<>())
                            .add(found),
                    () -> others.add(other(message)));
        }
        return Stream.concat(
                        byVariable.entrySet().stream().map(each -> sentence(each.getKey(), each.getValue())),
                        others.build())
                .distinct()
                .toList();
    }

    private static Optional<Wrong> wrong(String message) {
        Matcher value = WRONG_VALUE.matcher(message);
        if (value.find()) {
            return Optional.of(
                    new Wrong(value.group(1), "%s, got \"%s\"".formatted(rule(value.group(3)), value.group(2))));
        }
        Matcher empty = EMPTY.matcher(message);
        if (empty.find()) {
            return Optional.of(new Wrong(empty.group(1), "must have a value, got nothing"));
        }
        Matcher nothing = CONVERTED_TO_NOTHING.matcher(message);
        if (nothing.find()) {
            return Optional.of(
                    new Wrong(nothing.group(1), "must have a value, got \"%s\"".formatted(nothing.group(2))));
        }
        return Optional.empty();
    }

    private static String rule(String cause) {
        Matcher choices = CHOICES.matcher(cause);
        if (choices.find()) {
            return "must be one of "
                    + String.join(
                            ", ", new TreeSet<>(Arrays.asList(choices.group(1).split(","))));
        }
        if (cause.contains("SRCFG00029")) {
            return "must be a whole number of at most 2147483647";
        }
        if (cause.contains("SRCFG00030")) {
            return "must be a whole number";
        }
        if (cause.contains("SRCFG00031") || cause.contains("SRCFG00032")) {
            return "must be a number";
        }
        if (cause.contains("uration")) {
            return "must be a duration such as 500ms, 10s, 5m, 24h or 7d";
        }
        if (cause.contains(StrictBoolean.RULE)) {
            return StrictBoolean.RULE;
        }
        return "cannot be read (%s)".formatted(cause);
    }

    private String sentence(String variable, List<Wrong> wrongs) {
        Wrong first = wrongs.getFirst();
        Origin origin = origins.apply(first.key());
        String keys = wrongs.stream().map(Wrong::key).distinct().sorted().collect(Collectors.joining(", "));
        Matcher other = OTHER_NAME.matcher(origin == null ? "" : String.valueOf(origin.raw()));
        boolean isOther = other.matches();
        boolean isVariable = isOther || origin == null || origin.isEnvironment();
        String name = isVariable
                ? "%s (%s)".formatted(variable, keys)
                : "%s (in the environment %s)".formatted(keys, variable);
        // Quarkus's own defaults are not the applications'.
        String usual = isOther || first.key().startsWith("quarkus.") ? "" : known.usual(first.key());
        return "%s %s%s: change it or leave it out%s"
                .formatted(name, first.text(), isOther ? "" : in(origin), usual.isEmpty() ? "" : " (" + usual + ")");
    }

    /** The variable of the environment that sets a property. */
    private String variable(String key) {
        Origin origin = origins.apply(key);
        Matcher other = OTHER_NAME.matcher(origin == null ? "" : String.valueOf(origin.raw()));
        return other.matches()
                ? other.group(1)
                : key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    private static String in(@Nullable Origin origin) {
        return origin == null ? "" : in(origin.location());
    }

    /** The file of a value, for people; nothing for the environment. */
    private static String in(String location) {
        Matcher file = FILE.matcher(location);
        return file.find() ? " in %s%s".formatted(file.group(1), file.group(2) == null ? "" : file.group(2)) : "";
    }

    private String other(String message) {
        Matcher missing = MISSING.matcher(message);
        if (missing.find()) {
            return missing(missing.group(1));
        }
        Matcher unknown = UNKNOWN.matcher(message);
        if (unknown.find()) {
            String guess = known.nearest(unknown.group(1))
                    .map(near -> "write %s if that is meant".formatted(near))
                    .orElse("README.md lists all");
            return "%s%s is no setting: %s, or leave it out".formatted(unknown.group(1), in(unknown.group(2)), guess);
        }
        Matcher reference = REFERENCE.matcher(message);
        if (reference.find()) {
            return "%s refers to ${%s}, which is not set: set that, or write ${%s:} if it may be empty"
                    .formatted(reference.group(2), reference.group(1), reference.group(1));
        }
        return message;
    }

    private String missing(String key) {
        String parent = key.substring(0, key.lastIndexOf('.') + 1);
        Optional<String> sibling = set.stream()
                .filter(name -> name.startsWith(parent) && !name.equals(key))
                .min(Comparator.naturalOrder());
        return "%s (in the environment %s) must be set%s: set it%s"
                .formatted(
                        key,
                        variable(key),
                        sibling.map(name -> ", as %s is".formatted(name)).orElse(""),
                        sibling.isPresent() ? ", or leave all of %s* out".formatted(parent) : "");
    }
}
