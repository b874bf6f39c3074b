/** The store in PostgreSQL, in partitions of a day. */
@NullMarked
package dev.logbell.processor.store.postgres;

import org.jspecify.annotations.NullMarked;
