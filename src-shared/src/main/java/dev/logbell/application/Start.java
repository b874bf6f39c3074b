package dev.logbell.application;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.ApplicationLifecycleManager;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The main class of every application. A start that cannot work ends with one sentence and exit status 1. */
@QuarkusMain
public final class Start {
    Start() {}

    public static void main(String... arguments) {
        UnansweredRequests.leaveUrlsToUs();
        Quarkus.run(null, Start::ended, arguments);
    }

    private static void ended(Integer status, @Nullable Throwable failure) {
        if (failure != null) {
            tell(failure);
        }
        ApplicationLifecycleManager.getDefaultExitCodeHandler().accept(status, failure);
    }

    @SuppressWarnings("SystemOut") // for the person who starts it; the log may not be there yet
    private static void tell(Throwable failure) {
        sentence(failure)
                .ifPresentOrElse(
                        System.err::println,
                        () -> Logger.getLogger(Application.class).error("The application cannot start", failure));
    }

    /** What a person is told about a failed start; empty if it is not about what a person has set. */
    public static Optional<String> sentence(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes.reversed().stream()
                .map(Start::known)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> known(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case ConfigValidationException wrong -> Optional.of(Settings.sentences(wrong));
            case ConfigurationException wrong -> Optional.of(message);
            case PreventFurtherStepsException told -> Optional.of(message);
            case QuarkusBindException taken ->
                Optional.of("port %d on %s is taken: end what listens there, or choose another port"
                        .formatted(taken.getPort(), taken.getHost()));
            default ->
                message.startsWith("SRCFG") ? Optional.of(Settings.sentences(List.of(message))) : Optional.empty();
        };
    }
}
