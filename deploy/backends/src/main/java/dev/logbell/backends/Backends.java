package dev.logbell.backends;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Kafka, PostgreSQL and RabbitMQ together, each in its own folder below one. */
public record Backends(Kafka kafka, Postgres postgres, RabbitMq rabbitMq) implements AutoCloseable {
    /** The three ports; 0 stands for a free one. */
    public record Ports(int kafka, int postgres, int rabbitMq) {
        public static final Ports FREE = new Ports(0, 0, 0);
        public static final Ports DEFAULT = new Ports(19092, 15432, 15673);
    }

    /** Starts all three at once on free ports and returns when all serve clients. */
    public static Backends start(Path folder) {
        return start(folder, Ports.FREE, backend -> {});
    }

    /**
     * Starts all three at once and returns when all serve clients; if one fails, none is left running.
     *
     * @param onReady told of each as soon as it serves clients, on the thread that started it
     */
    public static Backends start(Path folder, Ports ports, Consumer<Backend> onReady) {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Kafka> kafka =
                    threads.submit(told(onReady, () -> Kafka.start(folder.resolve("kafka"), ports.kafka())));
            Future<Postgres> postgres =
                    threads.submit(told(onReady, () -> Postgres.start(folder.resolve("postgres"), ports.postgres())));
            Future<RabbitMq> rabbitMq =
                    threads.submit(told(onReady, () -> RabbitMq.start(folder.resolve("rabbitmq"), ports.rabbitMq())));
            return allOf(kafka, postgres, rabbitMq);
        }
    }

    private static <B extends Backend> Callable<B> told(Consumer<Backend> onReady, Callable<B> start) {
        return () -> {
            B backend = start.call();
            onReady.accept(backend);
            return backend;
        };
    }

    private static Backends allOf(Future<Kafka> kafka, Future<Postgres> postgres, Future<RabbitMq> rabbitMq) {
        List<Backend> started = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Future<? extends Backend> start : List.of(kafka, postgres, rabbitMq)) {
            try {
                started.add(start.get());
            } catch (ExecutionException e) {
                failures.add(
                        String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failures.add("interrupted");
            }
        }
        if (failures.isEmpty()) {
            return new Backends(kafka.resultNow(), postgres.resultNow(), rabbitMq.resultNow());
        }
        started.forEach(Backend::stop);
        throw new BackendException(String.join("\n", failures));
    }

    public List<Backend> all() {
        return List.of(kafka, postgres, rabbitMq);
    }

    /** What the Logbell roles need in their environment to use the three, sorted by name. */
    public Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        all().forEach(backend -> environment.putAll(backend.environment()));
        return environment;
    }

    /** Stops all three at once. */
    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all().forEach(backend -> threads.execute(backend::stop));
        }
    }
}
