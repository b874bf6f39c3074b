package dev.logbell.processor.search;

import dev.logbell.processor.store.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the store on behalf of one call, which may bound the time with {@code timeout=}, and may go away. */
final class Asking {
    private Asking() {}

    static <T> Uni<T> ask(Parameters parameters, Function<Caller, Uni<T>> question) {
        return ask(parameters.duration("timeout"), question);
    }

    /** Asks; whatever the store does for it ends when the answer is cancelled. */
    static <T> Uni<T> ask(@Nullable Duration timeout, Function<Caller, Uni<T>> question) {
        return Uni.createFrom().deferred(() -> {
            Caller caller = timeout == null ? Caller.patient() : Caller.within(timeout);
            return question.apply(caller).onCancellation().invoke(caller::leave);
        });
    }
}
