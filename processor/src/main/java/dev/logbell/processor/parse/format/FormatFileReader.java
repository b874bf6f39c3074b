package dev.logbell.processor.parse.format;

import dev.logbell.processor.parse.format.FormatFile.BuiltIn;
import dev.logbell.processor.parse.format.FormatFile.Content;
import dev.logbell.processor.parse.format.FormatFile.Json;
import dev.logbell.processor.parse.format.FormatFile.Place;
import dev.logbell.processor.parse.format.FormatFile.Sample;
import dev.logbell.processor.parse.format.FormatFile.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Reads a format file, and refuses what cannot be with the file's name and the line. */
final class FormatFileReader {
    /** When the samples were read that do not say it. */
    private static final Instant SAMPLES_READ = Instant.parse("2025-11-05T13:00:00Z");

    private final Map<String, String> patterns;
    private final ToIntFunction<String> severityNumber;

    /**
     * A reader of files.
     *
     * @param patterns what {@code %{NAME}} stands for in all files
     * @param severityNumber the number of a severity's name, 0 if it is none
     */
    FormatFileReader(Map<String, String> patterns, ToIntFunction<String> severityNumber) {
        this.patterns = patterns;
        this.severityNumber = severityNumber;
    }

    /**
     * Reads one file.
     *
     * @throws FormatException naming the file and the line
     */
    FormatFile read(String origin, String text) {
        YamlMap yaml = YamlMap.read(origin, text);
        String name = yaml.text("name");
        if (!name.matches("[a-z0-9][a-z0-9-]*")) {
            throw yaml.wrong("name", "must be of small letters, digits and dashes, got " + name);
        }
        yaml.text("about");
        FormatFile file = new FormatFile(
                name,
                origin,
                places(yaml),
                yaml.texts("after"),
                anchor(yaml),
                content(yaml),
                severities(yaml),
                yaml.textMap("set"),
                time(yaml),
                samples(yaml));
        yaml.refuseOthers();
        if (file.samples().isEmpty()) {
            throw yaml.wrong("samples", "a format needs samples, which show that it works: give at least one");
        }
        return file;
    }

    private static Set<Place> places(YamlMap yaml) {
        Set<Place> places = EnumSet.noneOf(Place.class);
        for (String place : yaml.texts("in")) {
            switch (place) {
                case "line" -> places.add(Place.LINE);
                case "message" -> places.add(Place.MESSAGE);
                default -> throw yaml.wrong("in", "must be line or message, got " + place);
            }
        }
        return places.isEmpty() ? EnumSet.of(Place.LINE) : places;
    }

    private static Anchor anchor(YamlMap yaml) {
        Map<Integer, String> at = new LinkedHashMap<>();
        if (yaml.has("at")) {
            YamlMap positions = yaml.map("at");
            for (String position : positions.keys()) {
                if (!position.matches("[0-9]{1,4}")) {
                    throw positions.wrong(position, "must be an index into the line, counted from 0");
                }
                at.put(Integer.parseInt(position), positions.text(position));
            }
        }
        List<String> starts = yaml.texts("starts");
        if (starts.contains("")) {
            throw yaml.wrong("starts", "must not be empty");
        }
        return new Anchor(starts, yaml.texts("contains"), at, yaml.textOrNull("service"));
    }

    private Content content(YamlMap yaml) {
        List<Content> contents = new ArrayList<>();
        String code = yaml.textOrNull("builtin");
        if (code != null) {
            contents.add(new BuiltIn(code));
        }
        if (yaml.has("pattern")) {
            contents.add(text(yaml));
        }
        if (yaml.has("json")) {
            contents.add(new Json(yaml.texts("json"), targets(yaml)));
        }
        if (contents.size() != 1) {
            throw yaml.wrong("name", "a format needs one of pattern, json and builtin, got " + contents.size());
        }
        return contents.getFirst();
    }

    private Text text(YamlMap yaml) {
        Map<String, String> names = new LinkedHashMap<>(patterns);
        names.putAll(yaml.textMap("patterns"));
        boolean isOfLines = "several".equals(yaml.textOrNull("lines"));
        List<LinePattern> compiled = new ArrayList<>();
        for (String pattern : yaml.texts("pattern")) {
            try {
                compiled.add(LinePattern.of(pattern, names, isOfLines));
            } catch (IllegalArgumentException e) {
                throw yaml.wrong("pattern", String.valueOf(e.getMessage()), e);
            }
        }
        return new Text(List.copyOf(compiled), targets(yaml), isOfLines);
    }

    private static Map<String, Target> targets(YamlMap yaml) {
        Map<String, Target> targets = new LinkedHashMap<>();
        yaml.textMap("fields").forEach((name, written) -> {
            try {
                targets.put(name, Target.of(written));
            } catch (IllegalArgumentException e) {
                throw yaml.wrong("fields", String.valueOf(e.getMessage()), e);
            }
        });
        return targets;
    }

    private Map<String, Integer> severities(YamlMap yaml) {
        Map<String, Integer> severities = new LinkedHashMap<>();
        yaml.textMap("severity").forEach((word, name) -> {
            int number = severityNumber.applyAsInt(name);
            if (number == 0) {
                throw yaml.wrong("severity", name + " is no severity: use TRACE, DEBUG, INFO, WARN, ERROR or FATAL");
            }
            severities.put(word, number);
        });
        return severities;
    }

    private static @Nullable DateTimeFormatter time(YamlMap yaml) {
        if (!yaml.has("time")) {
            return null;
        }
        YamlMap time = yaml.map("time");
        try {
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(time.text("format"))
                    .toFormatter(Locale.ENGLISH);
            String zone = time.textOrNull("zone");
            time.refuseOthers();
            return zone == null ? formatter : formatter.withZone(ZoneId.of(zone));
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw yaml.wrong("time", "is no format of java.time.format.DateTimeFormatter: " + e.getMessage(), e);
        }
    }

    private static List<Sample> samples(YamlMap yaml) {
        List<Sample> samples = new ArrayList<>();
        for (YamlMap sample : yaml.maps("samples")) {
            String text = sample.text("text");
            String read = sample.textOrNull("read");
            try {
                samples.add(new Sample(
                        text.endsWith("\n") ? text.substring(0, text.length() - 1) : text,
                        read == null ? SAMPLES_READ : Instant.parse(read),
                        sample.has("event") ? sample.map("event").values() : Map.of(),
                        sample.line()));
            } catch (DateTimeParseException e) {
                throw sample.wrong("read", "must be a time such as 2025-11-05T13:00:00Z", e);
            }
            sample.refuseOthers();
        }
        return samples;
    }
}
