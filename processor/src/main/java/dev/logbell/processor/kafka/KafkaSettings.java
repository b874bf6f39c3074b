package dev.logbell.processor.kafka;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Kafka topics that others write. */
@ConfigMapping(prefix = "processor")
public interface KafkaSettings {
    Kafka kafka();

    /** What is read beside the collectors' topic, and how. */
    interface Kafka {
        /** Topics to read beside {@code logbell.logs}. */
        Optional<List<String>> topics();

        /** The encoding of a topic's records, by its name; without it, each record's is found out. */
        Map<String, RecordEncoding> encoding();

        /** Where records go that cannot be read; without it, to a topic beside theirs: {@code <topic>.dead-letter}. */
        Optional<String> deadLetterTopic();

        /** A longer record goes to the dead letters; 1 to 8388608. Collectors' chunks have their own limit. */
        @WithDefault("4194304")
        int maxRecordBytes();
    }
}
