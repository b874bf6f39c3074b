/** How chunks and alerts are written to Kafka and RabbitMQ and read back. */
@NullMarked
package dev.logbell.wire;

import org.jspecify.annotations.NullMarked;
