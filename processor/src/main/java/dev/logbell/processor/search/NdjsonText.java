package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import java.util.List;
import java.util.function.Function;

/** Writes a JSON object a line. */
final class NdjsonText implements ExportText {
    private final Selection selection;
    private final Function<Object, String> json;

    NdjsonText(Selection selection, Function<Object, String> json) {
        this.selection = selection;
        this.json = json;
    }

    @Override
    public String head() {
        return "";
    }

    @Override
    public String lines(List<LogEvent> events) {
        StringBuilder lines = new StringBuilder();
        for (LogEvent event : events) {
            lines.append(json.apply(selection.of(event))).append('\n');
        }
        return lines.toString();
    }
}
