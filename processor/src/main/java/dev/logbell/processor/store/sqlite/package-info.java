/** The store in one SQLite file. */
@NullMarked
package dev.logbell.processor.store.sqlite;

import org.jspecify.annotations.NullMarked;
