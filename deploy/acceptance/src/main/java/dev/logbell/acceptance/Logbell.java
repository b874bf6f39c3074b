package dev.logbell.acceptance;

import dev.logbell.backends.Backends;
import dev.logbell.backends.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A whole Logbell, in one of its two forms.
 *
 * @param roles its processes: one in standalone, three distributed
 * @param backends what the roles use, if they are three
 * @param api of the process that answers queries
 */
public record Logbell(List<RoleProcess> roles, Optional<Backends> backends, LogbellApi api) implements AutoCloseable {
    /** How Logbell runs. */
    public enum Form {
        STANDALONE,
        DISTRIBUTED
    }

    /**
     * Starts one and waits until all of it is ready.
     *
     * @param repository the root of a built checkout
     * @param folder for its data and output
     * @param environment what each of its processes gets besides what it needs to find the others
     */
    public static Logbell start(Form form, Path repository, Path folder, Map<String, String> environment) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> all = new HashMap<>(environment);
        all.put("LOGBELL_DATA", folder.resolve("data").toString());
        return switch (form) {
            case STANDALONE -> {
                RoleProcess role = start("standalone", repository.resolve("deploy/standalone"), folder, all);
                yield new Logbell(List.of(role), Optional.empty(), new LogbellApi(role.uri()));
            }
            case DISTRIBUTED -> {
                Backends backends = Backends.start(folder.resolve("backends"));
                all.putAll(backends.environment());
                List<CompletableFuture<RoleProcess>> starting = Stream.of("processor", "alerter", "collector")
                        .map(name ->
                                CompletableFuture.supplyAsync(() -> start(name, repository.resolve(name), folder, all)))
                        .toList();
                List<RoleProcess> roles =
                        starting.stream().map(CompletableFuture::join).toList();
                yield new Logbell(
                        roles,
                        Optional.of(backends),
                        new LogbellApi(roles.getFirst().uri()));
            }
        };
    }

    /** One role alone, on a free port. */
    public static RoleProcess start(String name, Path module, Path folder, Map<String, String> environment) {
        return RoleProcess.start(
                name, module.resolve("target/quarkus-app/quarkus-run.jar"), folder, environment, Loopback.free());
    }

    /** A process by the name of its role; the one process in standalone, whatever the name. */
    public RoleProcess role(String name) {
        return roles.stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElse(roles.getFirst());
    }

    @Override
    public void close() {
        roles.reversed().forEach(RoleProcess::close);
        backends.ifPresent(Backends::close);
    }
}
