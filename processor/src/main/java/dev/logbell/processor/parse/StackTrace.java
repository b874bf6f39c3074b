package dev.logbell.processor.parse;

/** Recognises the stack traces of Java, Python and .NET, and names the exception. */
final class StackTrace {
    private static final int LONGEST_HEADER = 2_000;
    private static final String UNHANDLED = "Unhandled exception. ";

    private StackTrace() {}

    /** Puts down the type and message of the exception whose trace this text is. */
    static void describe(String trace, ParsedLine into) {
        int from = 0;
        int lastLine = trace.stripTrailing().lastIndexOf('\n') + 1;
        if (trace.startsWith("Traceback (most recent call last)")) {
            from = lastLine;
        }
        name(trace, from, into);
    }

    /**
     * Looks for a stack trace in an event of several lines, puts down the type and message of its exception, and tells
     * if there is one. The trace itself stays where it is, in the body.
     *
     * @param text of the whole event
     */
    static boolean find(String text, ParsedLine into) {
        int python = text.indexOf("Traceback (most recent call last):");
        if (python >= 0) {
            describe(text.substring(python), into);
            return true;
        }
        int frame = first(text, "\n\tat ", "\n    at ");
        if (frame < 0) {
            return isOfDotNet(text, into);
        }
        findHeader(text, frame, "", into);
        return true;
    }

    /** .NET's frames have three blanks before them, within what its console indents nine: text may have so as well. */
    private static boolean isOfDotNet(String text, ParsedLine into) {
        int frame = first(text, "\n   at ", "\n         at ");
        return frame >= 0 && findHeader(text, frame, "Exception", into);
    }

    private static int first(String text, String one, String other) {
        int found = text.indexOf(one);
        return found < 0 ? text.indexOf(other) : found;
    }

    /** Takes the first line before the frames that names an exception, of a type that ends so. */
    private static boolean findHeader(String text, int frame, String suffix, ParsedLine into) {
        int from = 0;
        while (from <= frame) {
            int end = text.indexOf('\n', from);
            int typeEnd = typeEnd(text, typeStart(text, from), Math.min(end, from + LONGEST_HEADER));
            if (typeEnd > 0 && text.startsWith(suffix, typeEnd - suffix.length())) {
                name(text, from, into);
                return true;
            }
            from = end + 1;
        }
        return false;
    }

    private static void name(String text, int from, ParsedLine into) {
        int newline = text.indexOf('\n', from);
        int end = Math.min(newline < 0 ? text.length() : newline, from + LONGEST_HEADER);
        int start = typeStart(text, from);
        int typeEnd = typeEnd(text, start, end);
        if (typeEnd < 0) {
            return;
        }
        if (!into.attributes().containsKey("exception.type")) {
            into.attribute("exception.type", text.substring(start, typeEnd));
        }
        if (typeEnd + 1 < end && !into.attributes().containsKey("exception.message")) {
            into.attribute("exception.message", text.substring(typeEnd + 1, end).strip());
        }
    }

    private static int typeStart(String text, int from) {
        if (text.startsWith("Exception in thread \"", from)) {
            int quote = text.indexOf("\" ", from + 21);
            return quote < 0 ? from : quote + 2;
        }
        if (text.startsWith("Caused by: ", from)) {
            return from + 11;
        }
        int start = from;
        while (start < text.length() && text.charAt(start) == ' ') {
            start++;
        }
        return text.startsWith(UNHANDLED, start) ? start + UNHANDLED.length() : start;
    }

    /** Index after {@code java.lang.IllegalStateException}, which a colon or the end of the line follows; or -1. */
    private static int typeEnd(String text, int from, int end) {
        boolean isQualified = false;
        int at = from;
        while (at < end && (Character.isJavaIdentifierPart(text.charAt(at)) || text.charAt(at) == '.')) {
            isQualified |= text.charAt(at) == '.';
            at++;
        }
        boolean isEnd = at == end || text.charAt(at) == ':' || text.charAt(at) == '\r';
        boolean isException = text.startsWith("Exception", at - 9) || text.startsWith("Error", at - 5);
        return at > from && isEnd && (isQualified || isException) && !Character.isDigit(text.charAt(from)) ? at : -1;
    }
}
