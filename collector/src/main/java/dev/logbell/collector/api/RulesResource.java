package dev.logbell.collector.api;

import dev.logbell.collector.RulesWatch;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Which file of rules is followed, since when, and why not as it is now if it is wrong. */
@Path("/api/v1/collector/rules")
public class RulesResource {
    private final RulesWatch rules;

    RulesResource(RulesWatch rules) {
        this.rules = rules;
    }

    @GET
    public RulesWatch.Status rules() {
        return rules.status();
    }
}
