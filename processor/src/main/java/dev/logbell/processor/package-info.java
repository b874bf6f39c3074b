/** The processor: understands log lines, stores them once, and raises alerts. */
@NullMarked
package dev.logbell.processor;

import org.jspecify.annotations.NullMarked;
