package dev.logbell.processor.kafka;

import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The topics that are read, as the settings have them. What is wrong with those stops the start. */
@Singleton
final class KafkaTopics {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]{1,249}");
    private static final int MOST_BYTES = 8 << 20;

    private final Map<String, RecordEncoding> encodings;
    private final Optional<String> deadLetters;
    private final int maxRecordBytes;

    @Inject
    KafkaTopics(
            KafkaSettings settings,
            @ConfigProperty(name = "mp.messaging.incoming.logs.topics", defaultValue = "logbell.logs")
                    List<String> read) {
        this(settings.kafka(), new HashSet<>(read.stream().map(String::strip).toList()));
    }

    KafkaTopics(KafkaSettings.Kafka settings, Set<String> read) {
        encodings = Map.copyOf(settings.encoding());
        deadLetters = settings.deadLetterTopic();
        maxRecordBytes = settings.maxRecordBytes();
        for (String topic : settings.topics().orElse(List.of())) {
            requireName("processor.kafka.topics", topic);
        }
        for (String topic : encodings.keySet()) {
            require(
                    read.contains(topic),
                    "processor.kafka.encoding.\"%s\" must be of a topic that is read: add it to processor.kafka.topics",
                    topic);
        }
        deadLetters.ifPresent(topic -> {
            requireName("processor.kafka.dead-letter-topic", topic);
            require(
                    !read.contains(topic),
                    "processor.kafka.dead-letter-topic must be none of the topics that are read, got %s: name another",
                    topic);
        });
        require(
                maxRecordBytes >= 1 && maxRecordBytes <= MOST_BYTES,
                "processor.kafka.max-record-bytes must be 1..8388608, got %s: change it or leave it out (4194304)",
                maxRecordBytes);
    }

    RecordEncoding encoding(String topic) {
        return encodings.getOrDefault(topic, RecordEncoding.AUTO);
    }

    /** Where records of a topic go that cannot be read. */
    String deadLetters(String topic) {
        return deadLetters.orElse(topic + ".dead-letter");
    }

    int maxRecordBytes() {
        return maxRecordBytes;
    }

    private static void requireName(String setting, String topic) {
        require(
                NAME.matcher(topic).matches(),
                setting + " must have names of 1 to 249 letters, digits, '.', '_' and '-', got '%s': correct it",
                topic);
    }

    private static void require(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new ConfigurationException(rule.formatted(found));
        }
    }
}
