package dev.logbell.processor.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.log.LogEvent;
import dev.logbell.log.Source;
import dev.logbell.processor.store.IndexedSearchContract;
import dev.logbell.processor.store.LogSearch;
import dev.logbell.processor.store.LogStore;
import dev.logbell.processor.store.SourceBatch;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteIndexTest extends IndexedSearchContract {
    @TempDir
    private Path folder;

    private SqliteLogStore store;

    @BeforeEach
    void open() throws SQLException {
        store = open("logbell.db");
        store.indexing().beginDraft();
    }

    private SqliteLogStore open(String file) {
        SqliteLogStore opened =
                new SqliteLogStore(folder.resolve(file), Duration.ofSeconds(10), Clock.systemUTC(), EVENTS);
        get(opened.open());
        return opened;
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
    protected void forgetCounts() {
        try {
            store.onWriter(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("UPDATE segments SET counts = NULL");
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
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
        return rows("logbell.db", "SELECT id FROM segments").size();
    }

    @Test
    void indexesInMemoryWhatItIndexesFromRows() throws SQLException {
        appendAll(lines(0, EVENTS / 2, NOON));
        store.indexing().draft().giveUp();
        appendAll(lines(EVENTS / 2, EVENTS, NOON.plusSeconds(90)));
        assertThat(index()).isEqualTo(1);
        store.indexing().beginDraft();
        appendAll(lines(3 * EVENTS / 2, 3 * EVENTS, NOON));
        assertThat(index()).isEqualTo(4);

        List<String> drafted = index("logbell.db");
        store.onWriter(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM segment_slices");
                statement.execute("DELETE FROM segments");
            }
            return 0;
        });
        store.indexing().draft().giveUp();

        assertThat(index()).isEqualTo(4);
        assertThat(index("logbell.db")).isEqualTo(drafted);
    }

    @Test
    void givesUpADraftOfWhatWasRolledBack() throws SQLException {
        SourceBatch lost = new SourceBatch(
                new Source("file:lost", Map.of()), 0, 1, lines(7_000, EVENTS, NOON), 1, Map.of(), List.of());
        appendAll(lines(0, 3 * EVENTS / 2, NOON));
        store.indexing().draft().add(3 * EVENTS / 2 + 1, List.of(lost));
        appendAll(lines(3 * EVENTS / 2, EVENTS, NOON));

        assertThat(index()).isEqualTo(2);
        assertThat(rows("logbell.db", "SELECT max(last_row) FROM segments")).containsExactly("" + 2 * EVENTS);
    }

    private List<String> index(String file) {
        List<String> index = new ArrayList<>(
                rows(
                        file,
                        "SELECT first_row||' '||last_row||' '||earliest||' '||latest||hex(blocks)||hex(counts) FROM segments ORDER BY first_row"));
        index.addAll(rows(file, "SELECT id % 4096 || hex(bits) FROM segment_slices ORDER BY id"));
        return index;
    }

    private List<String> rows(String file, String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(file));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return rows;
    }
}
