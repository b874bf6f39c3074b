package dev.logbell.collector.api;

import dev.logbell.collector.CollectorListeners;
import dev.logbell.collector.CollectorPipeline;
import dev.logbell.collector.source.SourceStatus;
import dev.logbell.collector.source.socket.DatagramAccount.Datagrams;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What is followed, how far each source is, and what became of datagrams. */
@Path("/api/v1/collector/sources")
public class SourcesResource {
    private final CollectorPipeline pipeline;
    private final CollectorListeners listeners;

    SourcesResource(CollectorPipeline pipeline, CollectorListeners listeners) {
        this.pipeline = pipeline;
        this.listeners = listeners;
    }

    /** The answer of the resource. */
    public record Sources(List<SourceStatus> sources, List<Datagrams> datagrams) {}

    @GET
    public Uni<Sources> sources() {
        return Uni.createFrom()
                .completionStage(pipeline::sources)
                .map(sources -> new Sources(sources, listeners.datagrams()));
    }
}
