/** When a delivery is tried: one worker per channel with its rate limit, back-off and digests. */
@NullMarked
package dev.logbell.alerter.deliver;

import org.jspecify.annotations.NullMarked;
