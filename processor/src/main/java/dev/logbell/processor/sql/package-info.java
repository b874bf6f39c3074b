/** SQL that callers write: what may be asked, and nothing else. */
@NullMarked
package dev.logbell.processor.sql;

import org.jspecify.annotations.NullMarked;
