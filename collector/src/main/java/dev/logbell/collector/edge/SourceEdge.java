package dev.logbell.collector.edge;

import dev.logbell.collector.edge.mask.SourceMasker;
import dev.logbell.log.Framing;
import dev.logbell.log.LogChunk;
import dev.logbell.log.Source;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The edge as one source passes it, with what has to be remembered between two of its chunks. */
final class SourceEdge {
    private final Edge edge;
    private final SourceMasker masker;
    private final ChunkFilter filter;
    private @Nullable Ready ready;

    SourceEdge(Edge edge) {
        this.edge = edge;
        this.masker = new SourceMasker(edge::countMasked);
        this.filter = new ChunkFilter(edge::countDropped);
    }

    /** What the rules come to for the source as the last chunk named it. */
    private record Ready(EdgeRules rules, Source plain, Source described, boolean isRecords, SourceRules ofSource) {}

    LogChunk apply(LogChunk chunk) {
        Ready now = ready(edge.rules(), chunk.source(), chunk.framing() == Framing.RECORDS);
        masker.mask(now.rules().masking(), chunk.bytes(), chunk.framing() == Framing.RECORDS, chunk.continues());
        return filter.apply(described(chunk, now.described()), now.ofSource());
    }

    @SuppressWarnings("ReferenceEquality") // equal ones are only made ready once more
    private Ready ready(EdgeRules rules, Source source, boolean isRecords) {
        Ready known = ready;
        if (known == null || known.rules() != rules || known.plain() != source || known.isRecords() != isRecords) {
            Source described = rules.attributes().isEmpty() ? source : describe(source, rules);
            known = new Ready(
                    rules,
                    source,
                    described,
                    isRecords,
                    new SourceRules(rules.rules(), described, isRecords, edge.millis()));
            ready = known;
        }
        return known;
    }

    private static LogChunk described(LogChunk chunk, Source source) {
        return source.equals(chunk.source())
                ? chunk
                : new LogChunk(
                        source,
                        chunk.offset(),
                        chunk.bytes(),
                        chunk.framing(),
                        chunk.observedTime(),
                        chunk.continues(),
                        chunk.skips());
    }

    private static Source describe(Source source, EdgeRules rules) {
        Map<String, String> resource = new HashMap<>(rules.attributes());
        resource.putAll(source.resource());
        return new Source(source.id(), resource, source.eventStart());
    }
}
