package dev.logbell.processor.store.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes an open SQLite store meet what happens to disks and files, for tests outside of its package. */
public final class SqliteHindrance {
    private SqliteHindrance() {}

    /** Lets the file grow by so many pages more: then SQLite says that the disk is full. */
    public static void fill(SqliteLogStore store, int pages) throws SQLException {
        execute(store, connection -> "PRAGMA max_page_count = " + (number(connection, "PRAGMA page_count") + pages));
    }

    public static void makeRoom(SqliteLogStore store) throws SQLException {
        execute(store, connection -> "PRAGMA max_page_count = 4294967294");
    }

    /** Has SQLite refuse what would change the file, as it does for files that may not be written. */
    public static void readOnly(SqliteLogStore store, boolean isReadOnly) throws SQLException {
        execute(store, connection -> "PRAGMA query_only = " + (isReadOnly ? 1 : 0));
    }

    private static void execute(SqliteLogStore store, SqliteWork.SqlFunction<Connection, String> sql)
            throws SQLException {
        store.onWriter(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(sql.apply(connection));
            }
        });
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
