package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The names in folders, each folder read once, for one search. */
final class Listings {
    private final Map<Path, NavigableSet<String>> names = new HashMap<>();

    /** The names that start so, found without going over all others. */
    List<String> startingWith(Path folder, String start) {
        return names.computeIfAbsent(folder, Listings::read).tailSet(start).stream()
                .takeWhile(name -> name.startsWith(start))
                .toList();
    }

    private static NavigableSet<String> read(Path folder) {
        return FolderSearch.list(folder, name -> true).stream()
                .map(path -> String.valueOf(path.getFileName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
