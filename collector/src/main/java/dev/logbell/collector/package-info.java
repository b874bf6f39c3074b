/** The collector: reads logs wherever they are written and sends them on. */
@NullMarked
package dev.logbell.collector;

import org.jspecify.annotations.NullMarked;
