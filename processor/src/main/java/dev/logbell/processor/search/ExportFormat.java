package dev.logbell.processor.search;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;

/** Lets {@code format=} of an export say what {@code Accept} says, for links and the shell; NDJSON unless CSV is meant. */
@ApplicationScoped
class ExportFormat {
    static final String NDJSON = "application/x-ndjson";
    static final String CSV = "text/csv";

    /** What stands for NDJSON where the framework would write each part as JSON. */
    static final String LINES = "text/plain";

    static final List<String> NAMES = List.of("ndjson", "csv");

    private static final int BEFORE_ROUTES = 100;

    void register(@Observes Filters filters) {
        filters.register(ExportFormat::prefer, BEFORE_ROUTES);
    }

    private static void prefer(RoutingContext call) {
        if (call.normalizedPath().equals("/api/v1/export")) {
            String format = call.request().getParam("format");
            String accepted = call.request().getHeader(HttpHeaders.ACCEPT);
            boolean isCsv = format == null
                    ? accepted != null && accepted.contains(CSV)
                    : format.strip().equalsIgnoreCase("csv");
            call.request().headers().set(HttpHeaders.ACCEPT, isCsv ? CSV : LINES);
        }
        call.next();
    }
}
