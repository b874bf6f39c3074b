/** What the alerter tells about its deliveries and channels over HTTP. */
@NullMarked
package dev.logbell.alerter.api;

import org.jspecify.annotations.NullMarked;
