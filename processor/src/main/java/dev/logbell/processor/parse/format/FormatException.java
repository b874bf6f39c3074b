package dev.logbell.processor.parse.format;

/** A format file says something that cannot be; the message names the file, the line and the rule. */
public final class FormatException extends RuntimeException {
    public FormatException(String message) {
        super(message);
    }

    FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
