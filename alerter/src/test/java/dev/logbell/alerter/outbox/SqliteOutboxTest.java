package dev.logbell.alerter.outbox;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteOutboxTest extends OutboxContract {
    @TempDir
    Path folder;

    @Override
    Outbox fresh() {
        return reopened();
    }

    @Override
    Outbox reopened() {
        return new SqliteOutbox(folder.resolve("sub/logbell.db"));
    }
}
