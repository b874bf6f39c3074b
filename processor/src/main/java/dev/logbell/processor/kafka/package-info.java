/** Kafka records that other producers wrote: what is made of them, and where those go that cannot be read. */
@NullMarked
package dev.logbell.processor.kafka;

import org.jspecify.annotations.NullMarked;
