package dev.logbell.processor.kafka;

/** A record cannot be read. The message goes to the dead letters with it; it holds nothing of the record's content. */
final class RefusedRecordException extends Exception {
    private final String reason;

    /**
     * Refuses a record.
     *
     * @param reason under which the account counts its bytes: lower-case letters and dashes
     */
    RefusedRecordException(String reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
