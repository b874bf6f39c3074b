package dev.logbell.log;

/** Recognises single lines of what Go prints when a program panics or is ended by a signal. */
final class GoTraceLine {
    private static final byte[] GOROUTINE = Ascii.bytes("goroutine ");

    private GoTraceLine() {}

    /** {@code goroutine 7 [running]:}. */
    static boolean isGoroutine(byte[] bytes, int from, int end) {
        int at = from + GOROUTINE.length;
        return Ascii.startsWith(bytes, from, end, GOROUTINE)
                && at < end
                && Ascii.isDigit(bytes[at])
                && bytes[end - 1] == ':';
    }

    /** {@code rip    0x45f1a3}, which Go prints when a signal ends it. */
    static boolean isRegister(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && at - from < 6 && Ascii.isWord(bytes[at])) {
            at++;
        }
        int blanks = at;
        while (blanks < end && bytes[blanks] == ' ') {
            blanks++;
        }
        return blanks > at
                && end - blanks <= 18
                && Ascii.startsWith(bytes, blanks, end, new byte[] {'0', 'x'})
                && end - blanks > 2;
    }

    /** {@code main.(*Server).serve(0xc000010000, 0x1)}: no space before the parenthesis, a dot, nothing after it. */
    static boolean isFrame(byte[] bytes, int from, int end) {
        boolean dotted = false;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            if (b == '(' && !(at > from && bytes[at - 1] == '.')) {
                return dotted && (at + 1 < end) && isArguments(bytes, at + 1, end);
            }
            if (b == '.') {
                dotted = true;
            } else if (!Ascii.isWord(b)
                    && b != '/'
                    && b != '-'
                    && b != '*'
                    && b != '('
                    && b != ')'
                    && b != '['
                    && b != ']') {
                return false;
            }
        }
        return false;
    }

    private static boolean isArguments(byte[] bytes, int from, int end) {
        byte first = bytes[from];
        return first == ')'
                || first == '{'
                || Ascii.startsWith(bytes, from, end, new byte[] {'0', 'x'})
                || Ascii.startsWith(bytes, from, end, new byte[] {'.', '.', '.'});
    }
}
