package dev.logbell.processor.store;

import dev.logbell.processor.pattern.KnownPattern;
import java.time.Instant;

/**
 * A pattern and its events.
 *
 * @param events how many were stored, deleted ones included
 * @param firstSeen the time of its earliest event
 * @param lastSeen the time of its latest event
 */
public record PatternAccount(KnownPattern pattern, long events, Instant firstSeen, Instant lastSeen) {}
