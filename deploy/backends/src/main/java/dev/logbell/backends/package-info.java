/** A real Kafka, PostgreSQL and RabbitMQ on this machine, without containers, for development and tests. */
@NullMarked
package dev.logbell.backends;

import org.jspecify.annotations.NullMarked;
