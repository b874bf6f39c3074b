/** What both stores share: how an event becomes a row, and how a query becomes SQL. */
@NullMarked
package dev.logbell.processor.store.sql;

import org.jspecify.annotations.NullMarked;
