package dev.logbell.collector.edge.mask;

/** Addresses of mailboxes and of machines, for those who must not keep them. */
final class Addresses {
    private static final String EMAILS = "email";
    private static final String IPS = "ip";
    private static final int LONGEST = 254;

    private Addresses() {}

    /** {@code jane@example.com} becomes {@code ****@*******.***}. */
    static void maskEmails(MaskedText text) {
        for (int at = 0; at < text.to; at++) {
            if (text.bytes[at] != '@') {
                continue;
            }
            int from = at;
            while (at - from < LONGEST && isLocalPart(text.at(from - 1))) {
                from--;
            }
            int end = at + 1;
            int lastDot = -1;
            while (end - at < LONGEST
                    && (Ascii.isAlphanumeric(text.at(end)) || text.at(end) == '-' || text.at(end) == '.')) {
                lastDot = text.at(end) == '.' && Ascii.isAlphanumeric(text.at(end + 1)) ? end : lastDot;
                end++;
            }
            if (from < at && lastDot > at + 1 && end - lastDot > 2 && !Ascii.isDigit(text.at(lastDot + 1))) {
                text.mask(from, at, EMAILS);
                for (int i = at + 1; i < end; i++) {
                    if (text.bytes[i] != '.') {
                        text.bytes[i] = '*';
                    }
                }
            }
        }
    }

    private static boolean isLocalPart(byte b) {
        return Ascii.isName(b) || b == '+' || b == '%';
    }

    /** {@code 10.1.2.3} becomes {@code **.*.*.*}; of version 6, what has a {@code ::} or eight groups. */
    static void maskIps(MaskedText text) {
        int at = 0;
        while (at < text.to) {
            if (!Ascii.isHex(text.bytes[at]) && text.bytes[at] != ':') {
                at++;
                continue;
            }
            int end = at;
            while (end < text.to
                    && (Ascii.isHex(text.bytes[end]) || text.bytes[end] == ':' || text.bytes[end] == '.')) {
                end++;
            }
            int last = end;
            while (last > at
                    && (text.bytes[last - 1] == '.' || (text.bytes[last - 1] == ':' && text.at(last - 2) != ':'))) {
                last--;
            }
            boolean isWhole = !isWordBeside(text.at(at - 1)) && !isWordBeside(text.at(end));
            int four = fourGroups(text, at, last);
            if (isWhole && four > at) {
                text.maskDigits(at, four, false, IPS);
            } else if (isWhole && isVersion6(text, at, last)) {
                for (int i = at; i < last; i++) {
                    text.bytes[i] = text.bytes[i] == ':' || text.bytes[i] == '.' ? text.bytes[i] : (byte) '*';
                }
                text.maskDigits(at, at, false, IPS);
            }
            at = Math.max(end, at + 1);
        }
    }

    private static boolean isWordBeside(byte b) {
        return Ascii.isAlphanumeric(b) || b == '_' || b == '.' || b < 0;
    }

    /** Where an address of version 4 ends, before a port if there is one; {@code from} if it is none. */
    private static int fourGroups(MaskedText text, int from, int end) {
        int at = from;
        for (int group = 0; group < 4; group++) {
            int value = 0;
            int start = at;
            while (at < end && Ascii.isDigit(text.bytes[at]) && at - start < 4) {
                value = value * 10 + text.bytes[at++] - '0';
            }
            if (at == start || value > 255) {
                return from;
            }
            if (group < 3) {
                if (text.at(at) != '.') {
                    return from;
                }
                at++;
            }
        }
        return at == end || text.at(at) == ':' ? at : from;
    }

    private static boolean isVersion6(MaskedText text, int from, int end) {
        int colons = 0;
        int digits = 0;
        int group = 0;
        boolean isShortened = false;
        for (int i = from; i < end; i++) {
            byte b = text.bytes[i];
            if (b == ':') {
                colons++;
                isShortened |= text.at(i - 1) == ':' && i > from;
                group = 0;
            } else if (++group > 4) {
                return false;
            }
            digits += Ascii.isDigit(b) ? 1 : 0;
        }
        return digits > 0 && (colons == 7 || (isShortened && colons >= 2 && colons < 8));
    }
}
