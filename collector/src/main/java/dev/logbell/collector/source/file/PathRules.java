package dev.logbell.collector.source.file;

import dev.logbell.log.Source;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What was configured for the files that match a glob; the first rule that matches wins. */
public final class PathRules {
    private final List<Rule<String>> multiline;
    private final List<Rule<Charset>> encodings;

    /**
     * Rules.
     *
     * @param multiline regular expressions of the lines that start an event
     * @param encodings what their bytes mean
     */
    public PathRules(List<Multiline> multiline, List<Encoding> encodings) {
        this.multiline = multiline.stream()
                .map(rule -> new Rule<>(FilePatterns.anyOf(rule.files()), rule.start()))
                .toList();
        this.encodings = encodings.stream()
                .map(rule -> new Rule<>(FilePatterns.anyOf(rule.files()), rule.charset()))
                .toList();
    }

    /** Rules of which there are none. */
    public static PathRules none() {
        return new PathRules(List.of(), List.of());
    }

    /**
     * In which lines of some files an event starts.
     *
     * @param files globs
     * @param start regular expression (RE2)
     */
    public record Multiline(List<String> files, String start) {}

    /**
     * What the bytes of some files mean.
     *
     * @param files globs
     */
    public record Encoding(List<String> files, Charset charset) {}

    private record Rule<T>(Predicate<Path> files, T value) {}

    /** A source as its path and the rules for it say. */
    Source describe(String id, String host, Path path) {
        Map<String, String> resource = new LinkedHashMap<>(ContainerPath.resource(path));
        resource.put("host.name", host);
        resource.put("log.file.path", path.toString());
        return new Source(id, resource, eventStart(path));
    }

    /** In which lines of a file an event starts; null if that is told by their look. */
    @Nullable
    String eventStart(Path path) {
        return first(multiline, path);
    }

    /** The encoding of a file; null if none is configured. */
    @Nullable
    Charset charset(Path path) {
        return first(encodings, path);
    }

    private static <T> @Nullable T first(List<Rule<T>> rules, Path path) {
        for (Rule<T> rule : rules) {
            if (rule.files().test(path)) {
                return rule.value();
            }
        }
        return null;
    }
}
