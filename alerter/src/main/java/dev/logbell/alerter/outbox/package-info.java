/** What the alerter holds durably: alerts, their deliveries and every attempt. */
@NullMarked
package dev.logbell.alerter.outbox;

import org.jspecify.annotations.NullMarked;
