package dev.logbell.collector.source.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What a sender is told.
 *
 * @param contentType empty if there is no body
 * @param headers besides the content's
 * @param trailers after the body, over HTTP/2
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(
        int status, String contentType, byte[] body, Map<String, String> headers, Map<String, String> trailers) {
    public Answer {
        headers = Map.copyOf(headers);
        trailers = Map.copyOf(trailers);
    }

    public Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of(), Map.of());
    }

    public static Answer empty(int status) {
        return new Answer(status, "", new byte[0]);
    }

    /** A refusal as a line of text. */
    public static Answer text(PushRefusedException refusal) {
        byte[] line = (refusal.text() + "\n").getBytes(StandardCharsets.UTF_8);
        return new Answer(refusal.reason().status(), "text/plain; charset=utf-8", line);
    }
}
