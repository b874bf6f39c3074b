package dev.logbell.collector.source.syslog;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What stands before a syslog message's text: {@code <34>Nov  5 12:00:01 web-1 su[230]: } (RFC 3164 section 4.1, also
 * with an ISO 8601 time) or {@code <34>1 2025-11-05T12:00:01Z web-1 su 230 - - } (RFC 5424 section 6). All are indexes.
 *
 * @param from of the priority's first byte
 * @param priorityEnd after the priority
 * @param host of the host name
 * @param hostEnd after the host name
 * @param idEnd after all that names the program; the same as {@code hostEnd} if nothing does
 * @param text of the message's first byte
 */
record SyslogHead(int from, int priorityEnd, int host, int hostEnd, int idEnd, int text) {
    private static final int LONGEST_PRIORITY = 5;
    private static final int MONTH_DAY_TIME = 16;
    private static final int LONGEST_TAG = 128;

    /** Reads it; null if there is none. */
    static @Nullable SyslogHead of(byte[] bytes, int from, int to) {
        int priorityEnd = priorityEnd(bytes, from, to);
        if (priorityEnd < 0) {
            return null;
        }
        if (priorityEnd + 1 < to && bytes[priorityEnd] == '1' && bytes[priorityEnd + 1] == ' ') {
            return ofVersion1(bytes, from, priorityEnd, to);
        }
        boolean isMonth = priorityEnd < to && bytes[priorityEnd] >= 'A' && bytes[priorityEnd] <= 'S';
        boolean isDate = priorityEnd < to && bytes[priorityEnd] >= '0' && bytes[priorityEnd] <= '9';
        if (!isMonth && !isDate) {
            return null;
        }
        int host = isMonth ? priorityEnd + MONTH_DAY_TIME : after(' ', bytes, priorityEnd, to);
        int hostEnd = after(' ', bytes, host, to) - 1;
        if (host < 0 || hostEnd <= host || bytes[host - 1] != ' ') {
            return null;
        }
        int tagEnd = tagEnd(bytes, hostEnd + 1, to);
        if (tagEnd < 0) {
            return new SyslogHead(from, priorityEnd, host, hostEnd, hostEnd, hostEnd + 1);
        }
        int text = tagEnd < to && bytes[tagEnd] == ' ' ? tagEnd + 1 : tagEnd;
        return new SyslogHead(from, priorityEnd, host, hostEnd, tagEnd, text);
    }

    private static int priorityEnd(byte[] bytes, int from, int to) {
        if (from >= to || bytes[from] != '<') {
            return -1;
        }
        int end = after('>', bytes, from, Math.min(to, from + LONGEST_PRIORITY));
        return end > from + 2 ? end : -1;
    }

    private static @Nullable SyslogHead ofVersion1(byte[] bytes, int from, int priorityEnd, int to) {
        int host = after(' ', bytes, priorityEnd + 2, to);
        int hostEnd = after(' ', bytes, host, to) - 1;
        int at = hostEnd + 1;
        for (int i = 0; i < 3 && at > 0; i++) {
            at = after(' ', bytes, at, to);
        }
        int text = host < 0 || hostEnd < 0 || at <= 0 ? -1 : afterStructuredData(bytes, at, to);
        return text < 0 ? null : new SyslogHead(from, priorityEnd, host, hostEnd, at - 1, text);
    }

    private static int afterStructuredData(byte[] bytes, int from, int to) {
        if (from >= to) {
            return -1;
        }
        boolean isQuoted = false;
        int at = from;
        while (at < to && (isQuoted || bytes[at] != ' ' || bytes[at - 1] != ']')) {
            if (bytes[at] == '\\') {
                at++;
            } else if (bytes[at] == '"') {
                isQuoted = !isQuoted;
            } else if (at == from && bytes[at] == '-') {
                return afterSpace(bytes, at + 1, to);
            }
            at++;
        }
        return afterSpace(bytes, at, to);
    }

    /** rsyslog leaves a second space before what it relays. */
    private static int afterSpace(byte[] bytes, int at, int to) {
        if (at >= to || bytes[at] != ' ') {
            return -1;
        }
        boolean isRelayed = at + 2 < to && bytes[at + 1] == ' ' && bytes[at + 2] != ' ';
        return isRelayed ? at + 2 : at + 1;
    }

    /** After the colon of {@code su[230]:}; -1 if there is no such tag. */
    private static int tagEnd(byte[] bytes, int from, int to) {
        int most = Math.min(to, from + LONGEST_TAG);
        for (int at = from; at < most && bytes[at] > ' '; at++) {
            if (bytes[at] == ':') {
                return at == from ? -1 : at + 1;
            }
        }
        return -1;
    }

    private static int after(char wanted, byte[] bytes, int from, int to) {
        if (from < 0) {
            return -1;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == wanted) {
                return at + 1;
            }
        }
        return -1;
    }

    /** Whether the program is named. */
    boolean hasTag() {
        return idEnd > hostEnd;
    }

    /** Whether two messages have one priority, and come from one program of one host. */
    boolean isOfSameProgram(byte[] bytes, SyslogHead other, byte[] others) {
        return isEqual(bytes, from, priorityEnd, others, other.from, other.priorityEnd)
                && isEqual(bytes, host, idEnd, others, other.host, other.idEnd);
    }

    /** Whether two messages have one priority, and come from one host. */
    boolean isOfSameHost(byte[] bytes, SyslogHead other, byte[] others) {
        return isEqual(bytes, from, priorityEnd, others, other.from, other.priorityEnd)
                && isEqual(bytes, host, hostEnd, others, other.host, other.hostEnd);
    }

    private static boolean isEqual(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        return Arrays.equals(a, aFrom, aTo, b, bFrom, bTo);
    }
}
