package dev.logbell.log;

/** Recognises single lines of stack traces, and of what the runtimes of ten languages print around them. */
final class TraceLine {
    private static final byte[][] STARTS = Ascii.ascii(
            // Java
            "Caused by: ",
            "Caused by:",
            "Suppressed: ",
            "Wrapped by: ",
            "... ",
            // Python
            "Traceback (most recent call last)",
            "During handling of the above exception",
            "The above exception was the direct cause",
            "future: <",
            // Go
            "created by ",
            "[signal SIG",
            "exit status ",
            "runtime stack:",
            "panic({0x",
            "panic(0x",
            "PC=0x",
            // Node.js
            "Node.js v",
            "Emitted 'error' event",
            "(Use `node --trace-",
            // Rust
            "stack backtrace:",
            "Stack backtrace:",
            "note: run with ",
            "note: Some details are omitted",
            "Backtrace omitted.",
            // .NET
            "--- End of ",
            "---> ",
            // PHP
            "Stack trace:",
            "PHP Stack trace:",
            "PHP   ",
            "thrown in ",
            "[stacktrace]",
            "[previous exception]",
            "\"}");
    private static final byte[] LOCATION = Ascii.bytes("Location:");
    private static final byte[] TRACEBACK = Ascii.bytes("Traceback (most recent call last)");
    private static final byte[] UNCAUGHT = Ascii.bytes("Exception in thread \"");
    private static final byte[] NEXT = Ascii.bytes("Next ");
    private static final byte[] AT = Ascii.bytes("at ");
    private static final byte[] DOTS = Ascii.bytes("... ");
    private static final byte[] PYTHON_FRAME = Ascii.bytes("  File \"");
    private static final byte[] RUST_THREAD = Ascii.bytes("thread '");
    private static final byte[] PANICKED = Ascii.bytes(" panicked at ");
    private static final byte[][] THROWN =
            Ascii.ascii("Exception", "Error", "Interrupt", "Exit", "Warning", "Throwable");

    private TraceLine() {}

    /** Whether an unindented line belongs to a trace, whatever the line before it is. */
    static boolean isPart(byte[] bytes, int from, int end) {
        byte first = bytes[from];
        for (byte[] start : STARTS) {
            if (first == start[0] && Ascii.startsWith(bytes, from, end, start)) {
                return true;
            }
        }
        if (first == '#') {
            return isNumbered(bytes, from, end);
        }
        if (first == 'L' && end - from == LOCATION.length && Ascii.startsWith(bytes, from, end, LOCATION)) {
            return true;
        }
        return switch (first) {
            case 'a' -> isAtFrame(bytes, from, end) || isCode(bytes, from, end);
            case 'g' -> GoTraceLine.isGoroutine(bytes, from, end) || isCode(bytes, from, end);
            case 'N' -> isNextThrown(bytes, from, end) || isCode(bytes, from, end);
            default -> isCode(bytes, from, end);
        };
    }

    private static boolean isCode(byte[] bytes, int from, int end) {
        byte last = bytes[end - 1];
        if (last == '\'' && isRubyFrame(bytes, from, end)) {
            return true;
        }
        return Ascii.isLetter(bytes[from])
                && (isThrown(bytes, from, end)
                        || (last == ')' && GoTraceLine.isFrame(bytes, from, end))
                        || GoTraceLine.isRegister(bytes, from, end));
    }

    static boolean isTraceback(byte[] bytes, int from, int end) {
        return Ascii.startsWith(bytes, from, end, TRACEBACK);
    }

    /** {@code at java.lang.Thread.run(Thread.java:840)}, indented or not, or what counts frames that are left out. */
    static boolean isFrame(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\t')) {
            at++;
        }
        return isAtFrame(bytes, at, end)
                || (Ascii.startsWith(bytes, at, end, DOTS) && at + 4 < end && Ascii.isDigit(bytes[at + 4]));
    }

    private static boolean isAtFrame(byte[] bytes, int from, int end) {
        if (!Ascii.startsWith(bytes, from, end, AT)) {
            return false;
        }
        for (int at = from + AT.length; at < end; at++) {
            if (bytes[at] == '(' || (bytes[at] == ':' && at + 1 < end && Ascii.isDigit(bytes[at + 1]))) {
                return true;
            }
        }
        return false;
    }

    /** A frame of a Python traceback or the code that it shows. */
    static boolean isPythonFrame(byte[] bytes, int from, int end) {
        return Ascii.startsWith(bytes, from, end, PYTHON_FRAME)
                || Ascii.startsWith(bytes, from, end, new byte[] {' ', ' ', ' ', ' '});
    }

    /** {@code queue.Empty} or {@code shop.CartClosed: cart 7}: what ends a traceback, whatever it is called. */
    static boolean isName(byte[] bytes, int from, int end) {
        int at = from;
        int last = from;
        while (at < end && (Ascii.isWord(bytes[at]) || bytes[at] == '.')) {
            if (bytes[at] == '.') {
                last = at + 1;
            }
            at++;
        }
        boolean isNamed = last < at && bytes[last] >= 'A' && bytes[last] <= 'Z';
        return isNamed && (at == end || (bytes[at] == ':' && (at + 1 == end || bytes[at + 1] == ' ')));
    }

    /** Only {@code ^} and {@code ~} below the code that they point at. */
    static boolean isCaret(byte[] bytes, int from, int end) {
        if (bytes[from] != ' ' && bytes[from] != '\t') {
            return false;
        }
        boolean isSeen = false;
        for (int at = from; at < end; at++) {
            byte b = bytes[at];
            isSeen |= b == '^';
            if (b != ' ' && b != '\t' && b != '^' && b != '~') {
                return false;
            }
        }
        return isSeen;
    }

    /** {@code thread 'main' panicked at src/main.rs:2:5:}, after which the message stands on a line of its own. */
    static boolean isRustPanic(byte[] bytes, int from, int end) {
        if (bytes[end - 1] != ':' || !Ascii.startsWith(bytes, from, end, RUST_THREAD)) {
            return false;
        }
        for (int at = from + RUST_THREAD.length; at < end - PANICKED.length; at++) {
            if (Ascii.startsWith(bytes, at, end, PANICKED)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@code java.io.IOException: disk full}, {@code ZeroDivisionError: division by zero} or {@code App::Error (no):}:
     * the name of a class that can be thrown, alone or before its message. A bare {@code Error:} starts an event.
     */
    static boolean isThrown(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (Ascii.isWord(bytes[at]) || isSeparator(bytes, at, end))) {
            at += bytes[at] == ':' ? 2 : 1;
        }
        boolean isBeforeMessage =
                at < end && (bytes[at] == ':' ? at + 1 == end || bytes[at + 1] == ' ' : isRailsMessage(bytes, at, end));
        if (at < end && !isBeforeMessage) {
            return false;
        }
        for (byte[] name : THROWN) {
            int start = at - name.length;
            if (start > from && Ascii.startsWith(bytes, start, at, name)) {
                byte before = bytes[start - 1];
                return Ascii.isLetter(before) || before == '.' || before == '$' || before == '\\' || before == ':';
            }
        }
        return false;
    }

    private static boolean isSeparator(byte[] bytes, int at, int end) {
        byte b = bytes[at];
        return b == '.' || b == '$' || b == '\\' || (b == ':' && at + 2 < end && bytes[at + 1] == ':');
    }

    /** {@code NoMethodError (undefined method):}. */
    private static boolean isRailsMessage(byte[] bytes, int at, int end) {
        return at + 3 < end
                && bytes[at] == ' '
                && bytes[at + 1] == '('
                && bytes[end - 1] == ':'
                && bytes[end - 2] == ')';
    }

    /** {@code Exception in thread "main" java.lang.Error: no}. */
    static boolean isUncaught(byte[] bytes, int from, int end) {
        return Ascii.startsWith(bytes, from, end, UNCAUGHT);
    }

    /** {@code Next App\SaveFailed: no in /srv/a.php:9}, the exception that PHP threw while it handled the one before. */
    private static boolean isNextThrown(byte[] bytes, int from, int end) {
        if (!Ascii.startsWith(bytes, from, end, NEXT)) {
            return false;
        }
        int at = from + NEXT.length;
        while (at < end && (Ascii.isWord(bytes[at]) || bytes[at] == '\\')) {
            at++;
        }
        return at > from + NEXT.length && at < end && bytes[at] == ':';
    }

    /** {@code #0 /srv/a.php(3): f()}, a frame of PHP. */
    private static boolean isNumbered(byte[] bytes, int from, int end) {
        int at = from + 1;
        while (at < end && Ascii.isDigit(bytes[at])) {
            at++;
        }
        return at > from + 1 && at < end && bytes[at] == ' ';
    }

    /** <code>/srv/app.rb:7:in `save'</code>, without the message that the first line of a trace has. */
    private static boolean isRubyFrame(byte[] bytes, int from, int end) {
        for (int at = from + 1; at + 5 < end; at++) {
            byte b = bytes[at];
            if (b == ' ' || b == '\t') {
                return false;
            }
            if (b == ':'
                    && Ascii.isDigit(bytes[at - 1])
                    && bytes[at + 1] == 'i'
                    && bytes[at + 2] == 'n'
                    && bytes[at + 3] == ' ') {
                return bytes[at + 4] == '`' || bytes[at + 4] == '\'';
            }
        }
        return false;
    }
}
