package dev.logbell.collector.api;

import dev.logbell.collector.ConfigurationWatch;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Which files the configuration comes from, since when it is followed, and why not as it is now if it is wrong. */
@Path("/api/v1/collector/configuration")
public class ConfigurationResource {
    private final ConfigurationWatch configuration;

    ConfigurationResource(ConfigurationWatch configuration) {
        this.configuration = configuration;
    }

    @GET
    public ConfigurationWatch.Status configuration() {
        return configuration.status();
    }
}
