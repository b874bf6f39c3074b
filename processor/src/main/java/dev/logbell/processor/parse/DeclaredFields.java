package dev.logbell.processor.parse;

import dev.logbell.processor.parse.format.FormatFile;
import dev.logbell.processor.parse.format.Target;
import dev.logbell.processor.parse.format.Target.ValueType;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts values where a format file says that they belong. */
final class DeclaredFields {
    private static final String HTTP = "HTTP/";

    private static final int DEEPEST = 2;

    private final TimeReader times;
    private final FormatFile file;
    private final Map<String, Target> named;
    private int depth;

    /**
     * The fields of a format.
     *
     * @param named where values go that have a name in the line
     */
    DeclaredFields(TimeReader times, FormatFile file, Map<String, Target> named) {
        this.times = times;
        this.file = file;
        this.named = named;
    }

    /** Puts a text of the line; nothing if it is empty or a dash. */
    void put(Target target, String text, ParsedLine into) {
        switch (target.name()) {
            case "body" -> into.body(target.type() == ValueType.ESCAPED ? Pairs.unescaped(text) : text);
            case "time" -> time(text, into);
            case "severity" -> severity(text, into);
            case "traceId", "spanId" -> TraceIds.put(target.name(), text, into);
            default -> {
                if (!text.isEmpty() && !text.equals("-")) {
                    typed(target, isHttpVersion(target, text) ? text.substring(HTTP.length()) : text, into);
                }
            }
        }
    }

    private static boolean isHttpVersion(Target target, String text) {
        return target.name().equals("network.protocol.version") && text.startsWith(HTTP);
    }

    /** Puts a value of JSON. */
    void put(Target target, Object value, ParsedLine into) {
        if (value instanceof String text) {
            put(target, text, into);
        } else if (target.name().equals("time") || target.name().equals("severity")) {
            put(target, value instanceof Number ? value.toString() : "", into);
        } else if (target.name().equals("body") || target.isResource()) {
            put(target, GivenFields.body(value), into);
        } else {
            into.attribute(target.name(), value);
        }
    }

    /** Puts a value that has a name in the line. */
    void putNamed(String name, String value, ParsedLine into) {
        Target target = named.get(name);
        if (target != null) {
            put(target, value, into);
        } else if (!value.isEmpty()) {
            into.attribute(name, value);
        }
    }

    /** Gives the event what the file says of each event, where the line did not say it. */
    void complete(ParsedLine into) {
        file.constants().forEach((name, value) -> {
            if (name.equals("severity")) {
                if (!into.hasSeverity()) {
                    into.severity(SeverityWords.number(value), "");
                }
            } else if (name.startsWith("resource.")) {
                into.resource(name.substring("resource.".length()), value);
            } else if (!into.attributes().containsKey(name)) {
                into.attribute(name, value);
            }
        });
    }

    private void typed(Target target, String text, ParsedLine into) {
        switch (target.type()) {
            case TEXT -> {
                if (target.isResource()) {
                    into.resource(target.resourceName(), text);
                } else {
                    into.attribute(target.name(), text);
                }
            }
            case INT -> into.attribute(target.name(), whole(text));
            case FLOAT -> into.attribute(target.name(), decimal(text));
            case ESCAPED -> into.attribute(target.name(), Pairs.unescaped(text));
            case ENDPOINT -> endpoint(target.name(), text, into);
            case PAIRS, LOGFMT, CEF, TABS -> pairs(target, text, into);
            case REQUEST -> HttpRequest.describe(text, into);
            case JSON ->
                JsonFields.of(text).forEach((name, value) -> {
                    Target known = named.get(name);
                    put(known == null ? new Target(name, ValueType.TEXT) : known, value, into);
                });
        }
    }

    /** Pairs whose values may be pairs again, as auditd writes them. */
    private void pairs(Target target, String text, ParsedLine into) {
        if (depth == DEEPEST) {
            into.attribute(target.name(), text);
            return;
        }
        depth++;
        Pairs.read(text, target.type(), (name, value) -> {
            if (target.type() == ValueType.LOGFMT && !named.containsKey(name)) {
                into.attribute(name, Logfmt.value(value));
            } else {
                putNamed(name, value, into);
            }
        });
        depth--;
    }

    /** The address of IPv6 stands in brackets before a port. */
    private static void endpoint(String name, String text, ParsedLine into) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0
                && colon + 1 < text.length()
                && Digits.areAll(text.substring(colon + 1))
                && text.length() - colon <= 6
                && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
        String host = hasPort ? text.substring(0, colon) : text;
        boolean isBracketed = host.length() > 2 && host.startsWith("[") && host.endsWith("]");
        into.attribute(name + ".address", isBracketed ? host.substring(1, host.length() - 1) : host);
        if (hasPort) {
            into.attribute(name + ".port", Long.parseLong(text.substring(colon + 1)));
        }
    }

    private void time(String text, ParsedLine into) {
        Instant time = read(text, into.observed());
        if (time != null) {
            into.time(time, text, 0, text.length());
        } else {
            into.attribute("log.record.time.text", text);
        }
    }

    private @Nullable Instant read(String text, Instant observed) {
        if (file.time() != null) {
            return times.stated(text, file.time(), observed);
        }
        Instant time = times.any(text, 0, observed);
        return time != null ? time : EpochTime.of(text);
    }

    private void severity(String text, ParsedLine into) {
        Integer mapped = file.severities().get(text);
        if (mapped != null) {
            into.severity(mapped, text);
        } else if (!text.isEmpty() && !text.equals("-")) {
            KnownFields.takeSeverity(text, into);
        }
    }

    private static Object whole(String text) {
        int from = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        if (text.length() == from || text.length() - from > 18) {
            return text;
        }
        for (int i = from; i < text.length(); i++) {
            if (!Digits.isAt(text, i)) {
                return text;
            }
        }
        return Long.parseLong(text);
    }

    private static Object decimal(String text) {
        try {
            double value = Double.parseDouble(text);
            return Double.isFinite(value) && text.length() <= 17 ? (Object) value : text;
        } catch (NumberFormatException noNumber) {
            return text;
        }
    }
}
