package dev.logbell.otlp;

/** What a sender sent is not what its format says. The message is for the sender, and is never logged. */
public final class MalformedException extends Exception {
    public MalformedException(String message) {
        super(message, null, false, false);
    }
}
