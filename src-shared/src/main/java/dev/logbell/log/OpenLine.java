package dev.logbell.log;

/** Recognises lines of logs whose entries always have several lines: MySQL's slow queries, apt's history, the JDK's. */
final class OpenLine {
    private static final byte[][] STARTS = Ascii.ascii("# Time: ", "Start-Date: ");
    private static final byte[][] PARTS = Ascii.ascii(
            "# Time: ",
            "# User@Host: ",
            "# Thread_id: ",
            "# Query_time: ",
            "# Schema: ",
            "# Rows_affected: ",
            "# Bytes_sent: ",
            "# Tmp_tables: ",
            "# Full_scan: ",
            "SET timestamp=",
            "Start-Date: ",
            "Commandline: ",
            "Requested-By: ");
    private static final byte[][] PACKAGES =
            Ascii.ascii("Install: ", "Reinstall: ", "Upgrade: ", "Downgrade: ", "Remove: ", "Purge: ");
    private static final byte[] USE = Ascii.bytes("use ");

    /** The shortest of {@code Nov 5, 2025 1:02:03 PM a b}. */
    private static final int SHORTEST_HEAD = 25;

    private OpenLine() {}

    /** Whether a line starts such an entry. */
    static boolean isStart(byte[] bytes, int from, int end) {
        return startsWithOne(STARTS, bytes, from, end);
    }

    /** Whether such an entry goes on on the next line. */
    static boolean isOpen(byte[] bytes, int from, int end) {
        return switch (bytes[from]) {
            case '#', 'S', 'C' -> startsWithOne(PARTS, bytes, from, end);
            case 'I', 'U', 'D', 'P' -> isPackages(bytes, from, end);
            case 'R' -> isPackages(bytes, from, end) || startsWithOne(PARTS, bytes, from, end);
            case 'u' -> bytes[end - 1] == ';' && Ascii.startsWith(bytes, from, end, USE);
            default -> false;
        };
    }

    /** {@code Nov 05, 2025 12:00:01 PM org.example.App main}, after which java.util.logging's message comes. */
    static boolean isHead(byte[] bytes, int from, int end) {
        if (end - from < SHORTEST_HEAD || bytes[from + 3] != ' ') {
            return false;
        }
        int comma = bytes[from + 5] == ',' ? from + 5 : from + 6;
        if (bytes[comma] != ',' || bytes[comma + 1] != ' ' || !Ascii.isDigit(bytes[comma + 2])) {
            return false;
        }
        int latest = Math.min(end - 3, comma + 20);
        for (int at = comma + 12; at < latest; at++) {
            if (bytes[at + 1] == 'M' && (bytes[at] == 'A' || bytes[at] == 'P') && bytes[at + 2] == ' ') {
                return Ascii.isLetter(bytes[at + 3]) && bytes[end - 1] != ':';
            }
        }
        return false;
    }

    private static boolean isPackages(byte[] bytes, int from, int end) {
        return bytes[end - 1] == ')' && startsWithOne(PACKAGES, bytes, from, end);
    }

    private static boolean startsWithOne(byte[][] starts, byte[] bytes, int from, int end) {
        for (byte[] start : starts) {
            if (Ascii.startsWith(bytes, from, end, start)) {
                return true;
            }
        }
        return false;
    }
}
