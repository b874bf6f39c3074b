/** What the formats of senders have in common: JSON read without trust, and records written as lines. */
@NullMarked
package dev.logbell.collector.source.record;

import org.jspecify.annotations.NullMarked;
