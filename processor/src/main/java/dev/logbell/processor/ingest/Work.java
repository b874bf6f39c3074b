package dev.logbell.processor.ingest;

import dev.logbell.alert.Alert;
import dev.logbell.log.LogChunk;
import dev.logbell.processor.parse.ParsedChunk;
import java.util.List;

/**
 * A chunk on its way into the store.
 *
 * @param chunk without the bytes that were known to be stored
 * @param parsed its events
 * @param alerts that these raised
 */
public record Work(LogChunk chunk, ParsedChunk parsed, List<Alert> alerts) {}
