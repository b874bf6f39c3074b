package dev.logbell.processor.parse.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All formats that there are files of: those of a folder of the user, then Logbell's own, which {@code formats/index}
 * lists.
 *
 * @param own how many of them are of the user; they are the first
 */
public record FormatFiles(List<FormatFile> files, int own) {
    private static final String FOLDER = "/formats/";

    public FormatFiles {
        files = List.copyOf(files);
    }

    /**
     * Reads all files.
     *
     * @param folder with files of the user's own, whose names end in {@code .yaml}; null if there is none
     * @param severityNumber the number of a severity's name, 0 if it is none
     * @throws FormatException if one is wrong, naming it and the line
     */
    public static FormatFiles read(@Nullable Path folder, ToIntFunction<String> severityNumber) {
        FormatFileReader reader = new FormatFileReader(standardPatterns(), severityNumber);
        Map<String, FormatFile> files = new LinkedHashMap<>();
        if (folder != null) {
            for (Path path : yamlFiles(folder)) {
                put(reader.read(path.toString(), text(path)), files);
            }
        }
        int own = files.size();
        resource("index").lines().filter(line -> !line.isBlank()).forEach(name -> {
            FormatFile file = reader.read("formats/" + name + ".yaml", resource(name + ".yaml"));
            if (!files.containsKey(file.name())) {
                put(file, files);
            }
        });
        for (FormatFile file : files.values()) {
            for (String before : file.after()) {
                if (!files.containsKey(before)) {
                    throw new FormatException("%s: after: there is no format %s".formatted(file.origin(), before));
                }
            }
        }
        return new FormatFiles(List.copyOf(files.values()), own);
    }

    private static void put(FormatFile file, Map<String, FormatFile> files) {
        FormatFile other = files.putIfAbsent(file.name(), file);
        if (other != null) {
            throw new FormatException("%s: name: %s is the name of %s too: choose another"
                    .formatted(file.origin(), file.name(), other.origin()));
        }
    }

    private static Map<String, String> standardPatterns() {
        Map<String, String> patterns = new LinkedHashMap<>();
        resource("standard.patterns")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    int blank = line.indexOf(' ');
                    patterns.put(line.substring(0, blank), line.substring(blank + 1));
                });
        return patterns;
    }

    private static List<Path> yamlFiles(Path folder) {
        try (Stream<Path> paths = Files.list(folder)) {
            List<Path> found = new ArrayList<>(
                    paths.filter(path -> path.toString().endsWith(".yaml")).toList());
            found.sort(null);
            return found;
        } catch (IOException e) {
            throw new FormatException("processor.formats: the folder %s cannot be read: %s".formatted(folder, e), e);
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new FormatException("%s cannot be read as UTF-8: %s".formatted(path, e), e);
        }
    }

    private static String resource(String name) {
        try (InputStream stream = FormatFiles.class.getResourceAsStream(FOLDER + name)) {
            if (stream == null) {
                throw new IllegalStateException("the resource " + FOLDER + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + FOLDER + name, e);
        }
    }
}
