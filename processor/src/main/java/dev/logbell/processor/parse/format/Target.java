package dev.logbell.processor.parse.format;

/**
 * Where a value of a line goes, written {@code name} or {@code name:type}.
 *
 * @param name {@code time}, {@code severity}, {@code body}, {@code traceId}, {@code spanId}, {@code resource.<name>}, or
 *     the name of an attribute
 */
public record Target(String name, ValueType type) {
    private static final String RESOURCE = "resource.";

    /** What becomes of the text. */
    public enum ValueType {
        TEXT,
        /** A whole number. */
        INT,
        /** A number with a fraction. */
        FLOAT,
        /** A text whose backslashes escape what follows them, as those of CEF do. */
        ESCAPED,
        /** A host and perhaps a port, {@code 10.0.0.7:51234}, for {@code <name>.address} and {@code <name>.port}. */
        ENDPOINT,
        /** {@code key=value} pairs with blanks between them, each of which becomes an attribute. */
        PAIRS,
        /** The same, where what looks like a whole number is one. */
        LOGFMT,
        /** {@code key=value} pairs whose values may hold blanks: one ends where the next key begins. */
        CEF,
        /** {@code key=value} pairs with tabs between them. */
        TABS,
        /** The target and protocol of an HTTP request, {@code GET /path?query HTTP/1.1}. */
        REQUEST,
        /** A JSON object, each field of which becomes an attribute. */
        JSON
    }

    static Target of(String written) {
        int colon = written.lastIndexOf(':');
        if (colon < 0) {
            return new Target(written, ValueType.TEXT);
        }
        String type = written.substring(colon + 1);
        for (ValueType known : ValueType.values()) {
            if (known.name().equalsIgnoreCase(type)) {
                return new Target(written.substring(0, colon), known);
            }
        }
        throw new IllegalArgumentException(
                "%s has the type %s: use int, float, escaped, endpoint, pairs, logfmt, cef, tabs, request, json, or none"
                        .formatted(written, type));
    }

    public boolean isResource() {
        return name.startsWith(RESOURCE);
    }

    public String resourceName() {
        return name.substring(RESOURCE.length());
    }
}
