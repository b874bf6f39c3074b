package dev.logbell.collector.source.journal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is read of the journal.
 *
 * @param command journalctl, or what stands in for it
 * @param units of which alone entries are read; all if there are none
 * @param matches {@code FIELD=value}, as journalctl takes them
 * @param directory of the journal's files; null for this machine's
 * @param isFromEnd whether the very first start leaves out what is there
 */
public record JournalSettings(
        String command,
        List<String> units,
        List<String> matches,
        @Nullable Path directory,
        boolean isFromEnd) {
    public JournalSettings {
        units = List.copyOf(units);
        matches = List.copyOf(matches);
    }

    /** The command that shows all entries from the one with that cursor on. */
    List<String> command(@Nullable String cursor) {
        List<String> words =
                new ArrayList<>(List.of(command, "--output=export", "--follow", "--boot=all", "--no-pager", "--quiet"));
        words.add(cursor == null && isFromEnd ? "--lines=0" : "--no-tail");
        if (cursor != null) {
            words.add("--cursor=" + cursor);
        }
        if (directory != null) {
            words.add("--directory=" + directory);
        }
        units.forEach(unit -> words.add("--unit=" + unit));
        words.addAll(matches);
        return words;
    }
}
