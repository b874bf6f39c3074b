/** Loki's push API, as Alloy, Promtail and Docker's Loki driver use it. */
@NullMarked
package dev.logbell.collector.source.loki;

import org.jspecify.annotations.NullMarked;
