/** {@code POST /ingest}: lines of text and JSON from whatever can send an HTTP request. */
@NullMarked
package dev.logbell.collector.source.ingest;

import org.jspecify.annotations.NullMarked;
