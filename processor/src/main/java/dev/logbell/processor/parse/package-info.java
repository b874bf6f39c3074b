/** Turns the bytes of a chunk into events: divides them, recognises their format, and says what could not be kept. */
@NullMarked
package dev.logbell.processor.parse;

import org.jspecify.annotations.NullMarked;
