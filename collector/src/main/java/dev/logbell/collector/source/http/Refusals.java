package dev.logbell.collector.source.http;

import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Words why a push is refused. */
final class Refusals {
    private static final Logger LOG = Logger.getLogger(Refusals.class);

    private Refusals() {}

    /** The refusal that a failure to take a push apart leads to. */
    static PushRefusedException of(@Nullable Throwable failure, String protocol) {
        return switch (failure) {
            case PushRefusedException refused -> refused;
            case NoRoomException noRoom ->
                noRoom.isForGood()
                        ? new PushRefusedException(
                                Reason.TOO_LARGE,
                                "this takes more memory than all pushes may (collector.http.max-memory-bytes): send smaller batches")
                        : new PushRefusedException(
                                Reason.BUSY, "others are pushing too much at the moment: send this again later");
            case MalformedException malformed ->
                new PushRefusedException(Reason.MALFORMED, String.valueOf(malformed.getMessage()));
            case null, default -> {
                // Its message may hold what was pushed.
                LOG.errorf(
                        "what was pushed by %s could not be taken apart: please report this (%s at %s)",
                        protocol,
                        failure == null ? "" : failure.getClass().getName(),
                        failure == null
                                ? ""
                                : Arrays.stream(failure.getStackTrace())
                                        .limit(1)
                                        .toList());
                yield new PushRefusedException(Reason.MALFORMED, "this could not be understood");
            }
        };
    }

    static PushRefusedException tooLarge(PushLimits limits) {
        return new PushRefusedException(
                Reason.TOO_LARGE,
                "the body is more than %d bytes (collector.http.max-body-bytes): send smaller batches"
                        .formatted(limits.maxBodyBytes()));
    }
}
