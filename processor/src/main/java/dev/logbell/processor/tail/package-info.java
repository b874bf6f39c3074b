/** What comes in, told at once to those who follow it. */
@NullMarked
package dev.logbell.processor.tail;

import org.jspecify.annotations.NullMarked;
