package dev.logbell.processor.store.postgres;

import dev.logbell.backends.Postgres;
import dev.logbell.processor.store.StoreSettings;
import org.eclipse.microprofile.context.spi.ContextManagerProvider;

/** The settings of a server that a test started. */
public record SettingsOf(Postgres postgres, int port) implements StoreSettings.Postgres {
    static {
        ContextManagerProvider.instance(); // Mutiny's first use of it fails when two tests begin at the same moment
    }

    public SettingsOf(Postgres postgres) {
        this(postgres, postgres.port());
    }

    @Override
    public String host() {
        return postgres.host();
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
