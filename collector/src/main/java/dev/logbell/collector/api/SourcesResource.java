package dev.logbell.collector.api;

import dev.logbell.collector.CollectorPipeline;
import dev.logbell.collector.source.SourceStatus;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What is followed, and how far each source is. */
@Path("/api/v1/collector/sources")
public class SourcesResource {
    private final CollectorPipeline pipeline;

    SourcesResource(CollectorPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** The answer of the resource. */
    public record Sources(List<SourceStatus> sources) {}

    @GET
    public Uni<Sources> sources() {
        return Uni.createFrom().completionStage(pipeline::sources).map(Sources::new);
    }
}
