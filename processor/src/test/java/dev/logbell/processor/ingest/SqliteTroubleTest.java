package dev.logbell.processor.ingest;

import dev.logbell.processor.store.sqlite.SqliteHindrance;
import dev.logbell.processor.store.sqlite.SqliteLogStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteTroubleTest {
    @TempDir
    private Path folder;

    private SqliteLogStore store;
    private TroubledStore troubled;

    @BeforeEach
    void open() {
        store = new SqliteLogStore(folder.resolve("logbell.db"), Duration.ofSeconds(10), Clock.systemUTC());
        store.open().await().atMost(Duration.ofSeconds(30));
        troubled = new TroubledStore(store, store);
        troubled.goesOn(troubled.send());
    }

    @AfterEach
    void close() throws SQLException {
        store.close();
    }

    @Test
    void waitsWhileTheDiskIsFull() throws SQLException {
        SqliteHindrance.fill(store, 2);
        CompletableFuture<Void> sent = troubled.send();
        for (int i = 0; i < 20; i++) {
            sent = troubled.send();
        }
        troubled.waitsAndSays(
                sent, "the store takes no events since ", "full", "Make room on the disk of LOGBELL_DATA");

        SqliteHindrance.makeRoom(store);

        troubled.goesOn(sent);
    }

    @Test
    void waitsWhileTheFileMayNotBeWritten() throws SQLException {
        SqliteHindrance.readOnly(store, true);
        CompletableFuture<Void> sent = troubled.send();
        troubled.waitsAndSays(sent, "Let this user write to the database's file and folder");

        SqliteHindrance.readOnly(store, false);

        troubled.goesOn(sent);
    }
}
