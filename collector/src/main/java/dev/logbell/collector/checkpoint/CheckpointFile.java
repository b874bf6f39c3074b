package dev.logbell.collector.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The checkpoints as one JSON file, which is replaced whole. */
final class CheckpointFile {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private final Path file;

    CheckpointFile(Path file) {
        this.file = file;
    }

    /** The shape of the file. */
    record Content(int version, List<Checkpoint> files) {}

    /**
     * Reads the checkpoints.
     *
     * @return empty if there is no file yet
     * @throws IllegalStateException if the file cannot be understood
     */
    Optional<List<Checkpoint>> read() throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        Content content;
        try {
            content = JSON.readValue(bytes, Content.class);
        } catch (JsonProcessingException e) {
            throw unreadable("it is damaged", e);
        }
        if (content == null || content.files() == null) {
            throw unreadable("it is damaged", null);
        }
        if (content.version() != VERSION) {
            throw unreadable("its version is %d, this Logbell knows %d".formatted(content.version(), VERSION), null);
        }
        return Optional.of(List.copyOf(content.files()));
    }

    void write(List<Checkpoint> checkpoints) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(new Content(VERSION, checkpoints));
        DurableFile.replace(file, bytes);
    }

    private IllegalStateException unreadable(String why, @Nullable Throwable cause) {
        return new IllegalStateException(
                ("%s, which says how far each file was read, cannot be used: %s. Put back a copy of it from a backup, or"
                                + " delete it to read every file again from collector.read-from on")
                        .formatted(file, why),
                cause);
    }
}
