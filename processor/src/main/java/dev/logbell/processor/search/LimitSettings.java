package dev.logbell.processor.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many calls of the API may be made with each token; where none is needed, any number. */
@ConfigMapping(prefix = "processor.rate-limit")
interface LimitSettings {
    /** Calls a second; 0 for any number. */
    @WithDefault("100")
    int perSecond();

    /** Calls at once. */
    @WithDefault("200")
    int burst();
}
