package dev.logbell.processor.parse;

/** The first line of an HTTP request, as logs quote it: {@code GET /cart?id=1 HTTP/1.1}. */
final class HttpRequest {
    private HttpRequest() {}

    /** Puts down the method, the target's parts and the version; a line that is no request as it is. */
    static void describe(String request, ParsedLine into) {
        describe(request, 0, request.length(), into);
    }

    /** Puts down what a request says that stands at a region of a line. */
    static void describe(String line, int from, int to, ParsedLine into) {
        int target = line.indexOf(' ', from, to);
        if (target <= from) {
            if (to > from && !(to - from == 1 && line.charAt(from) == '-')) {
                into.attribute("http.request.line", line.substring(from, to));
            }
            return;
        }
        int protocol = line.lastIndexOf(' ', to - 1);
        boolean hasProtocol = protocol > target && protocol + 6 <= to && line.startsWith("HTTP/", protocol + 1);
        into.attribute("http.request.method", line.substring(from, target));
        target(line, target + 1, hasProtocol ? protocol : to, into);
        if (hasProtocol) {
            into.attribute("network.protocol.version", line.substring(protocol + 6, to));
        }
    }

    /** Puts down {@code /cart?id=1} or {@code https://example.org:443/cart?id=1}. */
    private static void target(String line, int from, int to, ParsedLine into) {
        int query = line.indexOf('?', from, to);
        String before = line.substring(from, query < 0 ? to : query);
        int scheme = before.startsWith("/") ? -1 : before.indexOf("://");
        if (scheme > 0) {
            int path = before.indexOf('/', scheme + 3);
            String authority = before.substring(scheme + 3, path < 0 ? before.length() : path);
            int colon = authority.lastIndexOf(':');
            boolean hasPort = colon > 0 && Digits.isAt(authority, colon + 1) && colon > authority.lastIndexOf(']');
            into.attribute("url.scheme", before.substring(0, scheme));
            into.attribute("server.address", hasPort ? authority.substring(0, colon) : authority);
            before = path < 0 ? "/" : before.substring(path);
        }
        into.attribute("url.path", before);
        if (query >= 0) {
            into.attribute("url.query", line.substring(query + 1, to));
        }
    }

    /** The severity number of a response's status: errors of the server, of the client, and all else. */
    static int severity(long status) {
        return status >= 500 ? 17 : status >= 400 ? 13 : 9;
    }
}
