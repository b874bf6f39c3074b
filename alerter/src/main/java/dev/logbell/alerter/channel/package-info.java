/** How an alert is told: what Slack, webhooks, e-mail and the console are sent, and what their answers mean. */
@NullMarked
package dev.logbell.alerter.channel;

import org.jspecify.annotations.NullMarked;
