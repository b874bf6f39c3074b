package dev.logbell.processor.search;

import dev.logbell.log.LogEvent;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes CSV (RFC 4180) with a line of names. A value that a spreadsheet would take for a formula gets an apostrophe
 * before it: a log may hold what an attacker wrote.
 */
final class CsvText implements ExportText {
    static final List<String> USUAL = List.of("time", "severity", "service", "host", "file", "body");

    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?");

    private final Selection selection;
    private final Function<Object, String> json;

    /**
     * CSV of some fields.
     *
     * @param json writes a list or a map
     */
    CsvText(Selection selection, Function<Object, String> json) {
        this.selection = selection;
        this.json = json;
    }

    @Override
    public String head() {
        StringBuilder line = new StringBuilder();
        append(selection.names(), line);
        return line.toString();
    }

    @Override
    public String lines(List<LogEvent> events) {
        StringBuilder lines = new StringBuilder();
        for (LogEvent event : events) {
            append(selection.values(event), lines);
        }
        return lines.toString();
    }

    private void append(List<? extends @Nullable Object> values, StringBuilder line) {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                line.append(',');
            }
            line.append(cell(text(values.get(i))));
        }
        line.append("\r\n");
    }

    private String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text;
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> json.apply(value);
        };
    }

    static String cell(String value) {
        String safe = isFormula(value) ? "'" + value : value;
        boolean isPlain = safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return isPlain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    /** Spreadsheets look past blanks before a formula, and some know the full-width signs. */
    private static boolean isFormula(String value) {
        String start = value.stripLeading();
        boolean isControl = !value.isEmpty() && "\t\r\n".indexOf(value.charAt(0)) >= 0;
        boolean isSign = !start.isEmpty() && "=+-@|%＝＋－＠".indexOf(start.charAt(0)) >= 0;
        return isControl || (isSign && !NUMBER.matcher(value).matches());
    }
}
