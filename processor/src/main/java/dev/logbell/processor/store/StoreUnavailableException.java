package dev.logbell.processor.store;

/** The store could not be asked. The message says why and what to do, and is for the one who asked. */
public final class StoreUnavailableException extends RuntimeException {
    /**
     * Says which store and why.
     *
     * @param store what and where it is: {@code PostgreSQL at localhost:5432}
     * @param reason what it or the way to it said
     * @param advice what makes it answer again
     */
    public StoreUnavailableException(String store, String reason, String advice, Throwable cause) {
        super(
                "the store (%s) does not answer: %s. %s; what comes in meanwhile is kept and stored as soon as it answers, see /q/health/ready"
                        .formatted(store, reason, advice),
                cause);
    }
}
