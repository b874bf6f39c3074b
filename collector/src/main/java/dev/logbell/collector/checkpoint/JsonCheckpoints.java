package dev.logbell.collector.checkpoint;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code checkpoint.json}, which held the checkpoints before {@link CheckpointJournal} did; read once, then deleted. */
final class JsonCheckpoints {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    JsonCheckpoints(Path folder) {
        this.file = folder.resolve("checkpoint.json");
    }

    /** The shape of the file. */
    record Content(int version, List<Checkpoint> files) {}

    /** The checkpoints; empty if there is no such file. */
    Optional<List<Checkpoint>> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Content content = JSON.readValue(file.toFile(), Content.class);
        return Optional.of(List.copyOf(content.files()));
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
