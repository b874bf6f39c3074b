/** A log that writes itself, for a first look without logs of one's own. */
@NullMarked
package dev.logbell.standalone.demo;

import org.jspecify.annotations.NullMarked;
