/** The collector over HTTP: what it follows, how it is, and who may ask. */
@NullMarked
package dev.logbell.collector.api;

import org.jspecify.annotations.NullMarked;
