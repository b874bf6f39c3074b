package dev.logbell.processor.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the page shows, as text.
 *
 * @param nonce that allows the page's own style and script
 * @param error what is wrong with the query, or with the store; null if nothing is
 * @param next query string of the page of older events; null if there is none
 */
@CheckedTemplate(basePath = "processor", defaultName = CheckedTemplate.HYPHENATED_ELEMENT_NAME)
record Home(
        String nonce,
        String query,
        boolean isLive,
        @Nullable String error,
        Totals totals,
        List<SourceRow> sources,
        int hiddenSources,
        List<EventRow> events,
        @Nullable String next,
        List<AlertRow> alerts,
        String address)
        implements TemplateInstance {
    /** The numbers at the top. */
    record Totals(String events, String rate, String sources, String bytes, String dropped, boolean isBalanced) {}

    /** A source that is followed. */
    record SourceRow(
            String name, String host, String rate, String events, String bytes, String updated, boolean isBalanced) {}

    /** An event; its level is a lower-case severity. */
    record EventRow(
            String time,
            String shortTime,
            String level,
            String from,
            String firstLine,
            String body,
            List<Pair> details) {}

    /** An alert. */
    record AlertRow(String time, String shortTime, String level, String name, String summary, String link) {}

    /** A name and its value. */
    record Pair(String name, String value) {}
}
