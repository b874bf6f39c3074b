package dev.logbell.processor.store.postgres;

import dev.logbell.backends.Postgres;
import dev.logbell.processor.store.StoreSettings;

/** The settings of a server that a test started. */
record SettingsOf(Postgres postgres) implements StoreSettings.Postgres {
    @Override
    public String host() {
        return postgres.host();
    }

    @Override
    public int port() {
        return postgres.port();
    }

    @Override
    public String database() {
        return postgres.database();
    }

    @Override
    public String user() {
        return postgres.user();
    }

    @Override
    public String password() {
        return postgres.password();
    }

    @Override
    public int connections() {
        return 4;
    }
}
