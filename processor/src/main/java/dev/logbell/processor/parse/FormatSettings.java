package dev.logbell.processor.parse;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Formats beside those that Logbell brings, and sources whose format is not left to be found out. */
@ConfigMapping(prefix = "processor")
public interface FormatSettings {
    /** A folder with format files of one's own ({@code *.yaml}), which are tried before Logbell's. */
    Optional<Path> formats();

    /** Sources and their formats, by any names; of entries that fit, the first in the order of their names counts. */
    Map<String, OwnFormat> parse();

    /** The formats of some sources. */
    interface OwnFormat {
        /** Query that tells the sources: {@code file:*shop*}, {@code service:payments}, {@code resource.team:a}. */
        String where();

        /** The formats that are tried, in this order. A line of none of them is stored as text and says so. */
        List<String> formats();
    }
}
