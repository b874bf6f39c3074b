/** Keeps events, watermarks and alerts, in PostgreSQL or SQLite, each event exactly once. */
@NullMarked
package dev.logbell.processor.store;

import org.jspecify.annotations.NullMarked;
