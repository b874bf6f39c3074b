package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatFiles;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What parsers share: the format files, the formats that the settings name for some sources, and what was learned. */
record FormatSetup(FormatFiles files, Map<String, FormatSettings.OwnFormat> own, W3cHeaders headers) {
    /** What Logbell brings, and a folder of the user's own if there is one. */
    static FormatSetup of(@Nullable Path folder, Map<String, FormatSettings.OwnFormat> own) {
        return new FormatSetup(FormatFiles.read(folder, SeverityWords::number), own, new W3cHeaders());
    }

    /** What Logbell brings, read once. */
    static FormatSetup standard() {
        return Standard.SETUP;
    }

    private static final class Standard {
        static final FormatSetup SETUP = of(null, Map.of());
    }
}
