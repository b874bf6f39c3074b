package dev.logbell.collector.source.http;

import java.util.Locale;
import java.util.Map;

/**
 * What a request says before its body.
 *
 * @param path without the query
 * @param headers by their names in lower case
 */
public record Head(String path, Map<String, String> headers) {
    public Head {
        headers = Map.copyOf(headers);
    }

    /** A header's value, the empty string if there is none. */
    public String header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, "");
    }

    /** The media type in lower case without its parameters, the empty string if none is given. */
    public String contentType() {
        String value = header("content-type");
        int end = value.indexOf(';');
        return (end < 0 ? value : value.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
