/** Kafka as the wire: the topic, the client's settings, whether a broker answers. */
@NullMarked
package dev.logbell.collector.kafka;

import org.jspecify.annotations.NullMarked;
