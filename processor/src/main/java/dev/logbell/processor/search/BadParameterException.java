package dev.logbell.processor.search;

/** A query parameter of a request that cannot be used. The message says the value, the rule and what to do. */
final class BadParameterException extends RuntimeException {
    private final String parameter;

    BadParameterException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }
}
