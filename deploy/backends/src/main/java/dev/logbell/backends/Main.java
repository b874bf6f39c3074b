package dev.logbell.backends;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the three backends until it is interrupted: {@code deploy/backends/start}. */
public final class Main {
    private static final String HELP = """
            Starts a real Kafka, PostgreSQL and RabbitMQ on this machine, without containers, and stops them
            when it ends (Ctrl-C, or however else). All listen on 127.0.0.1 only; the data stays for the next start.
            One that ends by itself is started again.

            deploy/backends/start [--data DIR] [--env-file FILE] [--kafka-port N] [--postgres-port N] [--rabbitmq-port N]

              --data DIR         where the data lives (default ./logbell-data/backends)
              --env-file FILE    also write the environment to FILE, as NAME=value lines, when all are ready
              --kafka-port N     default 19092; 0 takes a free port, here and below
              --postgres-port N  default 15432
              --rabbitmq-port N  default 15673

            RabbitMQ comes from the operating system: apt-get install rabbitmq-server
            """;

    private Main() {}

    /** What the command line asks for. */
    record Options(Path data, @Nullable Path environmentFile, Backends.Ports ports) {
        static Options parse(String[] arguments) {
            Path data = Path.of("logbell-data", "backends");
            Path environmentFile = null;
            int kafka = Backends.Ports.DEFAULT.kafka();
            int postgres = Backends.Ports.DEFAULT.postgres();
            int rabbitMq = Backends.Ports.DEFAULT.rabbitMq();
            for (int i = 0; i < arguments.length; i += 2) {
                String option = arguments[i];
                if (i + 1 == arguments.length) {
                    throw new BackendException(option + " is unknown or lacks its value: --help lists the options");
                }
                String value = arguments[i + 1];
                switch (option) {
                    case "--data" -> data = Path.of(value);
                    case "--env-file" -> environmentFile = Path.of(value);
                    case "--kafka-port" -> kafka = port(option, value);
                    case "--postgres-port" -> postgres = port(option, value);
                    case "--rabbitmq-port" -> rabbitMq = port(option, value);
                    default -> throw new BackendException(option + " is unknown: --help lists the options");
                }
            }
            return new Options(data.toAbsolutePath(), environmentFile, new Backends.Ports(kafka, postgres, rabbitMq));
        }

        private static int port(String option, String value) {
            if (!value.matches("\\d{1,5}") || Integer.parseInt(value) > 65535) {
                throw new BackendException(option + " must be 0..65535, got " + value + ": 0 takes a free port");
            }
            return Integer.parseInt(value);
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        if (List.of(arguments).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        try {
            run(Options.parse(arguments));
        } catch (BackendException | IOException e) {
            System.err.println("backends: " + e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        System.out.println("Starting Kafka, PostgreSQL and RabbitMQ in " + options.data() + " ...");
        Backends backends = Backends.start(
                options.data(),
                options.ports(),
                backend -> System.out.println("  %-10s ready on 127.0.0.1:%d after %.1f s"
                        .formatted(backend.name(), backend.port(), secondsSince(begin))));
        CountDownLatch stopping = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            stopping.countDown();
            System.out.println("Stopping Kafka, PostgreSQL and RabbitMQ ...");
            backends.close();
            System.out.println("Stopped. The data stays in " + options.data());
        }));
        System.out.println("Use them with:");
        backends.environment().forEach((name, value) -> System.out.println("  export " + name + "=" + value));
        Path environmentFile = options.environmentFile();
        if (environmentFile != null) {
            write(environmentFile, backends.environment());
            System.out.println("  (also in " + environmentFile + ")");
        }
        System.out.println("Running until Ctrl-C.");
        List<Revival> revivals = backends.all().stream()
                .map(backend -> revival(backend, stopping))
                .toList();
        while (!stopping.await(1, TimeUnit.SECONDS)) {
            try {
                revivals.forEach(Revival::look);
            } catch (BackendException e) {
                throw new BackendException(
                        "%s; stopping the others. See %s".formatted(e.getMessage(), options.data()), e);
            }
        }
    }

    private static Revival revival(Backend backend, CountDownLatch stopping) {
        return new Revival(
                backend.name(),
                () -> backend.isRunning() || stopping.getCount() == 0,
                backend::restart,
                Clock.systemUTC(),
                text -> System.out.println("backends: " + text));
    }

    /** Appears whole or not at all, so that who waits for the file finds the backends ready. */
    private static void write(Path file, Map<String, String> environment) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.writeString(
                partial,
                environment.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                        .collect(Collectors.joining()));
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
