/** What events have in common: the text that a program's statement writes each time, found without configuration. */
@NullMarked
package dev.logbell.processor.pattern;

import org.jspecify.annotations.NullMarked;
