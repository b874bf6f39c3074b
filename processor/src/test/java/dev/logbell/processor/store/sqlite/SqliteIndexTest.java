package dev.logbell.processor.store.sqlite;

import dev.logbell.log.LogEvent;
import dev.logbell.processor.store.IndexedSearchContract;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class SqliteIndexTest extends IndexedSearchContract {
    @TempDir
    private Path folder;

    private SqliteLogStore store;

    @BeforeEach
    void open() {
        store = new SqliteLogStore(folder.resolve("logbell.db"), Duration.ofSeconds(10), Clock.systemUTC(), EVENTS);
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
    protected boolean isGone(LogEvent event) {
        return true;
    }

    @Override
    protected int index() {
        try {
            boolean isMore = true;
            while (isMore) {
                isMore = store.indexing().indexOne() || store.indexing().countOne();
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("logbell.db"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM segments")) {
            row.next();
            return row.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
