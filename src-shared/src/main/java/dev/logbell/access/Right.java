package dev.logbell.access;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a token allows. Who may everything may also what the others may. */
public enum Right {
    /** To search, and to look at how everything is. */
    READ,
    /** To send logs. */
    WRITE,
    /** To change something. */
    ADMIN;

    /** Where logs are sent to, and what shippers ask first. */
    private static final Pattern SENDING = Pattern.compile("/ingest|(/[^/]+)?/_bulk|/loki/api/v1/push|/gelf|/v1/logs"
            + "|/opentelemetry\\.proto\\.collector\\.logs\\.v1\\.LogsService/Export"
            + "|/_license|/_xpack|/_cluster/health|/_(index_|component_)?template/[^/]+|/_ilm/policy/[^/]+"
            + "|/_data_stream/[^/]+|/_ingest/pipeline/[^/]+");

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

    /**
     * What a request needs.
     *
     * @param method in capitals
     * @param path normalised, without its query
     * @param accept the header of that name, null if there is none
     */
    static Right needed(String method, String path, @Nullable String accept) {
        if (SENDING.matcher(path).matches() || isGreeting(path, accept)) {
            return WRITE;
        }
        boolean isQuestion = READING.contains(method) || (method.equals("POST") && path.equals("/api/v1/sql"));
        return isQuestion ? READ : ADMIN;
    }

    /** Elasticsearch's clients ask for JSON at the root before they send; people get the page there, which is HTML. */
    private static boolean isGreeting(String path, @Nullable String accept) {
        return path.equals("/") && accept != null && accept.contains("json") && !accept.contains("html");
    }

    String lowerCase() {
        return name().toLowerCase(Locale.ROOT);
    }
}
