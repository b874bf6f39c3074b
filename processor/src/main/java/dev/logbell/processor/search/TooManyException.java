package dev.logbell.processor.search;

/** More was asked at once than is answered at once. */
final class TooManyException extends RuntimeException {
    TooManyException() {
        super("too many follow the logs already: close one of them, or try again later");
    }
}
