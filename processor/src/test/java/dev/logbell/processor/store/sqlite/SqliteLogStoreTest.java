package dev.logbell.processor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.processor.store.EventSearch;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.LogStoreContract;
import dev.logbell.processor.store.PatternStore;
import dev.logbell.processor.store.SearchTimeoutException;
import dev.logbell.processor.store.SourceBatch;
import dev.logbell.query.Field;
import dev.logbell.query.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogStoreTest extends LogStoreContract {
    @TempDir
    private Path folder;

    private Path file;
    private SqliteLogStore store;

    @BeforeEach
    void open() {
        file = folder.resolve("data/logbell.db");
        store = new SqliteLogStore(file, Duration.ofSeconds(10), Clock.systemUTC());
        get(store.open());
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    @Override
    protected LogStore store() {
        return store;
    }

    @Override
    protected LogSearch search() {
        return store;
    }

    @Override
    protected PatternStore patterns() {
        return store;
    }

    @Test
    void makesAFolderThatOnlyItsOwnerReads() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void findsEverythingAgainAfterItWasClosed() throws SQLException {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 3)));
        store.close();

        store = new SqliteLogStore(file, Duration.ofSeconds(10), Clock.systemUTC());
        get(store.open());

        assertThat(all()).hasSize(3);
        append(part(source("file:a"), 3, events("file:a", 3, 1)));
    }

    @Test
    void endsASearchThatTakesTooLong() throws SQLException {
        append(part(source("file:a"), SourceBatch.UNKNOWN, events("file:a", 0, 100_000)));
        try (SqliteLogStore hasty = new SqliteLogStore(file, Duration.ofMillis(1), Clock.systemUTC())) {
            get(hasty.open());

            assertThatThrownBy(() -> get(hasty.search(
                            new EventSearch(new Query.Match(Field.BODY, "absent"), null, null, 1, 0, null))))
                    .isInstanceOf(SearchTimeoutException.class)
                    .hasMessageContaining("narrow it with from= and to=");
        }
    }

    @Test
    void answersOverConnectionsThatCannotWrite() throws SQLException {
        try (Connection reader = new SqliteConnections(file).reader();
                Statement statement = reader.createStatement()) {
            for (String sql : List.of(
                    "DELETE FROM events",
                    "DROP VIEW logs",
                    "CREATE TABLE t (a)",
                    "DELETE FROM sqlite_master",
                    "ATTACH DATABASE '" + folder.resolve("other.db") + "' AS other")) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class);
            }
        }
        assertThat(folder.resolve("other.db")).doesNotExist();
    }

    @Test
    void refusesToReadBeforeItIsOpen() throws SQLException {
        try (SqliteLogStore closed = new SqliteLogStore(file, Duration.ofSeconds(1), Clock.systemUTC())) {
            assertThatThrownBy(() -> get(closed.watermarks(List.of("file:a")))).hasMessageContaining("is not open yet");
        }
    }
}
