package dev.logbell.processor.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many calls of the API each caller may make. */
@ConfigMapping(prefix = "processor.rate-limit")
interface LimitSettings {
    /** Calls a second of each token, or address where there are none; 0 for any number. */
    @WithDefault("100")
    int perSecond();

    /** Calls at once. */
    @WithDefault("200")
    int burst();
}
