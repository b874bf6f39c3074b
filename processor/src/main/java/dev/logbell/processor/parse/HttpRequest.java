package dev.logbell.processor.parse;

/** The first line of an HTTP request, as logs quote it: {@code GET /cart?id=1 HTTP/1.1}. */
final class HttpRequest {
    private HttpRequest() {}

    /** Puts down the method, the target's parts and the version; a line that is no request as it is. */
    static void describe(String request, ParsedLine into) {
        int target = request.indexOf(' ');
        if (target <= 0) {
            if (!request.isEmpty() && !request.equals("-")) {
                into.attribute("http.request.line", request);
            }
            return;
        }
        int protocol = request.lastIndexOf(' ');
        boolean hasProtocol = protocol > target && request.startsWith("HTTP/", protocol + 1);
        int end = hasProtocol ? protocol : request.length();
        into.attribute("http.request.method", request.substring(0, target));
        target(request.substring(target + 1, end), into);
        if (hasProtocol) {
            into.attribute("network.protocol.version", request.substring(protocol + 6));
        }
    }

    /** Puts down {@code /cart?id=1} or {@code https://example.org:443/cart?id=1}. */
    private static void target(String target, ParsedLine into) {
        int query = target.indexOf('?');
        String before = query < 0 ? target : target.substring(0, query);
        int scheme = before.indexOf("://");
        if (scheme > 0 && before.charAt(0) != '/') {
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
            into.attribute("url.query", target.substring(query + 1));
        }
    }

    /** The severity number of a response's status: errors of the server, of the client, and all else. */
    static int severity(long status) {
        return status >= 500 ? 17 : status >= 400 ? 13 : 9;
    }
}
