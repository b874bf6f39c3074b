/** The main path: chunks in, events stored, alerts out. */
@NullMarked
package dev.logbell.processor.ingest;

import org.jspecify.annotations.NullMarked;
