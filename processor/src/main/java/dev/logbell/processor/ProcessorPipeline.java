package dev.logbell.processor;

import dev.logbell.alert.RaisedAlerts;
import dev.logbell.log.LogChunk;
import dev.logbell.processor.ingest.Ingest;
import dev.logbell.processor.ingest.Work;
import dev.logbell.processor.kafka.KafkaRecords;
import dev.logbell.processor.kafka.KafkaRecords.Taken;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/**
 * The processor's one stream: chunks are parsed, judged by the rules and stored; what the rules raise goes out.
 *
 * <p>A chunk's message is acknowledged when its events are durable in the store and its alerts are confirmed by the
 * other end, and a record that cannot be read is among the dead letters. Alerts do not wait for the store.
 */
@ApplicationScoped
class ProcessorPipeline {
    /** Chunks that may be on their way at once: enough to fill a transaction while another is written. */
    private static final int CHUNKS_IN_FLIGHT = 32;

    private final Ingest ingest;
    private final KafkaRecords records;

    ProcessorPipeline(Ingest ingest, KafkaRecords records) {
        this.ingest = ingest;
        this.records = records;
    }

    @Incoming(Channels.LOGS)
    @Outgoing(Channels.RAISED)
    Multi<Message<RaisedAlerts>> process(Multi<Message<LogChunk>> logs) {
        return logs.emitOn(ingest.thread(), CHUNKS_IN_FLIGHT)
                .onItem()
                .transformToUniAndConcatenate(this::parse)
                .onItem()
                .transformToMulti(this::finish)
                .merge(CHUNKS_IN_FLIGHT);
    }

    private record Step(Taken taken, Work work) {}

    private Uni<Step> parse(Message<LogChunk> message) {
        Taken taken = records.take(message);
        return ingest.parse(taken.chunk()).map(work -> new Step(taken, work));
    }

    /** Stores the events and raises the alerts at the same time, and acknowledges when both are done. */
    private Multi<Message<RaisedAlerts>> finish(Step step) {
        Multi<Message<RaisedAlerts>> stored = ingest.store(step.work())
                .onItem()
                .transformToMulti(done -> Multi.createFrom().<Message<RaisedAlerts>>empty());
        return Multi.createBy()
                .merging()
                .streams(ingest.raise(step.work()), stored)
                .onCompletion()
                .call(() -> records.acknowledge(step.taken()));
    }
}
