/** Rules: saved queries that raise alerts about the events they match. */
@NullMarked
package dev.logbell.processor.rule;

import org.jspecify.annotations.NullMarked;
