/** What a file says about a log format: how its lines are recognised, what stands in them, and samples. */
@NullMarked
package dev.logbell.processor.parse.format;

import org.jspecify.annotations.NullMarked;
