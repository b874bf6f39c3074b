/** The alerts' wire as RabbitMQ has it: one queue, read over a connection that is made anew for as long as it takes. */
@NullMarked
package dev.logbell.alerter.queue;

import org.jspecify.annotations.NullMarked;
