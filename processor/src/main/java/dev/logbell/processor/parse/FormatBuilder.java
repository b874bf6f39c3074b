package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatException;
import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.FormatFile.Place;
import dev.logbell.processor.parse.format.FormatFiles;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes formats of their files, in the order they are tried: those of the user, then ours, each after those it names. */
final class FormatBuilder {
    private final TimeReader times;
    private final W3cHeaders headers;
    private final Map<String, FormatFile> files = new LinkedHashMap<>();
    private final Map<String, NamedFormat> built = new LinkedHashMap<>();
    private final List<NamedFormat> jsonFormats = new ArrayList<>();
    private final JsonLine json;

    FormatBuilder(TimeReader times, FormatSetup setup) {
        this.times = times;
        this.headers = setup.headers();
        FormatFiles all = setup.files();
        all.files().forEach(file -> files.put(file.name(), file));
        List<JsonFormat> declared = new ArrayList<>();
        for (FormatFile file : all.files()) {
            if (file.content() instanceof FormatFile.Json content) {
                JsonFormat format = new JsonFormat(times, file, content);
                declared.add(format);
                jsonFormats.add(new NamedFormat(file.name(), file.anchor(), format));
            }
        }
        json = new JsonLine(times, declared);
        all.files().forEach(file -> build(file, new HashSet<>()));
        List<NamedFormat> ofUser = new ArrayList<>();
        all.files().subList(0, all.own()).stream()
                .filter(FormatBuilder::isTriedByItself)
                .forEach(file -> ofUser.add(built(file.name())));
        for (NamedFormat format : built.values()) {
            if (!ofUser.contains(format)) {
                ofUser.forEach(format::isAfter);
            }
        }
    }

    JsonLine json() {
        return json;
    }

    /** The formats that stand in a place, in the order they are tried. */
    List<NamedFormat> in(Place place) {
        return built.values().stream()
                .filter(format -> file(format.name()).places().contains(place))
                .toList();
    }

    /** All formats, those of JSON objects too, which are tried as JSON otherwise. */
    Map<String, NamedFormat> byName() {
        Map<String, NamedFormat> all = new LinkedHashMap<>(built);
        jsonFormats.forEach(format -> all.put(format.name(), format));
        return all;
    }

    private static boolean isTriedByItself(FormatFile file) {
        return !(file.content() instanceof FormatFile.Json);
    }

    private void build(FormatFile file, Set<String> waiting) {
        if (built.containsKey(file.name()) || !isTriedByItself(file)) {
            return;
        }
        if (!waiting.add(file.name())) {
            throw new FormatException("%s: after: %s is tried after formats that are tried after it: %s"
                    .formatted(file.origin(), file.name(), waiting));
        }
        file.after().forEach(name -> build(file(name), waiting));
        NamedFormat format = new NamedFormat(file.name(), file.anchor(), format(file));
        for (String name : file.after()) {
            if (isTriedByItself(file(name))) {
                NamedFormat earlier = built(name);
                earlier.before().forEach(format::isAfter);
                format.isAfter(earlier);
            }
        }
        built.put(file.name(), format);
        waiting.remove(file.name());
    }

    private FormatFile file(String name) {
        FormatFile file = files.get(name);
        if (file == null) {
            throw new IllegalArgumentException("there is no format " + name);
        }
        return file;
    }

    private NamedFormat built(String name) {
        NamedFormat format = built.get(name);
        if (format == null) {
            throw new IllegalArgumentException("the format " + name + " is not built yet");
        }
        return format;
    }

    private LineFormat format(FormatFile file) {
        return switch (file.content()) {
            case FormatFile.Text text -> new PatternFormat(times, file, text);
            case FormatFile.Json content -> new JsonFormat(times, file, content);
            case FormatFile.BuiltIn(String code) ->
                switch (code) {
                    case "json" -> json;
                    case "access" -> new AccessLog(times);
                    case "syslog-5424" -> new Syslog5424(times);
                    case "syslog-3164" -> new Syslog3164(times);
                    case "java" -> new JavaLine(times);
                    case "go" -> new GoLogger(times);
                    case "logfmt" -> new Logfmt(times);
                    case "w3c" -> new W3cLog(times, headers);
                    default ->
                        throw new FormatException(
                                "%s: builtin: there is no code %s: use pattern or json".formatted(file.origin(), code));
                };
        };
    }
}
