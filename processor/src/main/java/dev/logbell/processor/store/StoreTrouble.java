package dev.logbell.processor.store;

import io.vertx.pgclient.PgException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What to do about what a database says. */
final class StoreTrouble {
    private StoreTrouble() {}

    /** A sentence without its full stop. */
    static String advice(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String advice = cause instanceof SQLiteException sqlite
                    ? ofSqlite(sqlite.getResultCode())
                    : ofPostgres(state(cause));
            if (advice != null) {
                return advice;
            }
        }
        return "Look at the database and its log";
    }

    private static @Nullable String state(Throwable failure) {
        return switch (failure) {
            case SQLException sql -> sql.getSQLState();
            case PgException pg -> pg.getSqlState();
            default -> null;
        };
    }

    /** By the primary result code, which is the last byte of an extended one. */
    private static @Nullable String ofSqlite(SQLiteErrorCode code) {
        return switch (code.code & 0xFF) {
            case 13 -> "Make room on the disk of LOGBELL_DATA";
            case 8, 3, 14 -> "Let this user write to the database's file and folder (LOGBELL_DATA)";
            case 10 -> "Look at the disk of LOGBELL_DATA: it fails to read or write";
            case 5, 6 -> "Another process holds the database's file: end it, if it is no Logbell";
            case 11, 26 -> "The database's file is damaged: put it aside, and start again with a copy or without";
            default -> null;
        };
    }

    /** By SQLSTATE. (PostgreSQL, appendix A.) */
    private static @Nullable String ofPostgres(@Nullable String state) {
        return switch (state) {
            case null -> null;
            case "25006" -> "The server only reads, as replicas do: name the primary in POSTGRES_HOST, or let it write";
            case "53100" -> "Make room on the server's disk";
            case "53200" -> "Give the server more memory";
            case "53300" -> "The server has no connection left: raise its max_connections";
            case "57P03" -> "The server is starting or stopping: wait";
            case "28000", "28P01" -> "Correct POSTGRES_USER and POSTGRES_PASSWORD";
            case "3D000" -> "Make the database, or correct POSTGRES_DB";
            case "42501" -> "Give the user of POSTGRES_USER the rights to its tables";
            default ->
                state.startsWith("08") || state.startsWith("57")
                        ? "Start it, or correct POSTGRES_HOST and POSTGRES_PORT"
                        : null;
        };
    }
}
