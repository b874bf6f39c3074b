package dev.logbell.processor.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where and how long events are kept, and how they may be searched. */
@ConfigMapping(prefix = "processor")
public interface StoreSettings {
    /** Which database holds the events. */
    Kind store();

    /** How long events are kept, by their own time. Without it, for ever. */
    Optional<Duration> retention();

    /** After how long a search is ended, so that it cannot take the store away from what comes in. */
    @WithDefault("10s")
    Duration searchTimeout();

    Sqlite sqlite();

    Postgres postgres();

    /** A database that can hold the events. */
    enum Kind {
        POSTGRES,
        SQLITE
    }

    /** The SQLite file. */
    interface Sqlite {
        /** Made if it is not there, its folder as well. */
        Path path();
    }

    /** The PostgreSQL server. */
    interface Postgres {
        String host();

        int port();

        String database();

        String user();

        String password();

        /** How many connections are open at the most. */
        @WithDefault("10")
        int connections();
    }
}
