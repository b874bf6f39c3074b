/** What a log is made of: where bytes came from, the runs of bytes that travel, and the events they hold. */
@NullMarked
package dev.logbell.log;

import org.jspecify.annotations.NullMarked;
