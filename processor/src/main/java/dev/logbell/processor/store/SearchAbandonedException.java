package dev.logbell.processor.store;

/** A search that was ended because the one who asked has left: nobody reads this. */
public final class SearchAbandonedException extends RuntimeException {
    public SearchAbandonedException() {
        super("the one who asked has left, so the search was ended");
    }
}
