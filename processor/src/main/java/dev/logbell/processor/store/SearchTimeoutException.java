package dev.logbell.processor.store;

import java.time.Duration;

/** A search that was ended because it took too long. The message says what to do. */
public final class SearchTimeoutException extends RuntimeException {
    public SearchTimeoutException(Duration limit) {
        super(
                "the search took longer than %s s (processor.search-timeout, or timeout= of the call) and was ended: narrow it with from= and to=, or with a more selective query"
                        .formatted(limit.toMillis() / 1e3));
    }
}
