package dev.logbell.collector.source.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.logbell.collector.checkpoint.DurableFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How far the journal is safe.
 *
 * @param source id of the source
 * @param offset up to which, exclusively, it is acknowledged
 * @param cursor of the entry that ends there, or begins there
 * @param isNext whether it begins there
 */
record JournalCheckpoint(String source, long offset, String cursor, boolean isNext) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /**
     * Reads the checkpoint of an earlier start.
     *
     * @return empty if there is none
     * @throws IllegalStateException if it is there and cannot be used
     */
    static Optional<JournalCheckpoint> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), JournalCheckpoint.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(
                    "%s, which says how far the journal was read, is damaged: put back a copy of it from a backup, or delete it to read the journal again from collector.read-from on"
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "%s cannot be read (%s): the collector needs to read and write it".formatted(file, e), e);
        }
    }

    void write(Path file) throws IOException {
        DurableFile.replace(file, JSON.writeValueAsBytes(this));
    }
}
