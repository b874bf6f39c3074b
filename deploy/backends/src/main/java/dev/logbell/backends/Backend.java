package dev.logbell.backends;

import java.util.Map;

/**
 * One real server on a loopback port, with its data in one folder.
 *
 * <p>The port stays the same over {@link #stop}, {@link #kill} and {@link #restart}, and so does the data. The server
 * ends with the Java process that started it, however that process ends.
 */
public sealed interface Backend extends AutoCloseable permits Kafka, Postgres, RabbitMq {
    /** The name people know it by, for example {@code PostgreSQL}. */
    String name();

    /** The TCP port on {@code 127.0.0.1} that clients connect to. */
    int port();

    /** What a Logbell role needs in its environment to use this server. */
    Map<String, String> environment();

    boolean isRunning();

    /** Starts a server that is stopped, and returns when it serves clients; does nothing to one that runs. */
    void start();

    /** Shuts the server down as an operator would, and returns when its processes are gone. */
    void stop();

    /** Ends the server's processes with SIGKILL, as a power cut would, and returns when they are gone. */
    void kill();

    /** Stops the server and starts it again on the same port and data; starts one that was stopped or killed. */
    default void restart() {
        stop();
        start();
    }

    /** The same as {@link #stop}. */
    @Override
    default void close() {
        stop();
    }
}
