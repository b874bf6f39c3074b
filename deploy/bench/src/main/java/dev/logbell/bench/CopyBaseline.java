package dev.logbell.bench;

import dev.logbell.backends.Postgres;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * {@code COPY} of all stored events into a fresh table of the same columns and no index.
 *
 * @param seconds that it took
 * @param cpuSeconds that the server used for it
 */
record CopyBaseline(double seconds, double cpuSeconds) {
    static CopyBaseline run(Postgres postgres) throws IOException, SQLException {
        Path rows = Files.createTempFile("logbell-copy", ".rows");
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement()) {
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(rows))) {
                copy.copyOut("COPY (SELECT * FROM events) TO STDOUT", out);
            }
            statement.execute("DROP TABLE IF EXISTS copy_baseline");
            statement.execute("CREATE TABLE copy_baseline (LIKE events)");
            statement.execute("CHECKPOINT");
            long pid = connection.unwrap(PGConnection.class).getBackendPID();
            Usage before = Usage.of(pid);
            long start = System.nanoTime();
            try (InputStream in = new BufferedInputStream(Files.newInputStream(rows))) {
                copy.copyIn("COPY copy_baseline FROM STDIN", in);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            return new CopyBaseline(seconds, Usage.of(pid).since(before).cpuSeconds());
        } finally {
            Files.deleteIfExists(rows);
        }
    }
}
