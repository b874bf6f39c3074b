/** Which blocks of stored events can hold what a query means: a small index beside the events that only narrows. */
@NullMarked
package dev.logbell.processor.store.index;

import org.jspecify.annotations.NullMarked;
