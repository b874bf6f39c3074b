package dev.logbell.collector.source.file;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names in folders, each folder read once, for one search. */
final class Listings {
    private final Map<Path, List<String>> names = new HashMap<>();

    List<String> of(Path folder) {
        return names.computeIfAbsent(
                folder,
                any -> FolderSearch.list(folder, name -> true).stream()
                        .map(path -> String.valueOf(path.getFileName()))
                        .toList());
    }
}
