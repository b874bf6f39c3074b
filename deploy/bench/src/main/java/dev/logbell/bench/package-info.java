/** Measures running Logbell processes: latency from a written line to a delivered alert, and throughput to the store. */
@NullMarked
package dev.logbell.bench;

import org.jspecify.annotations.NullMarked;
