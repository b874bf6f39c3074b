/** Finds secrets in bytes of logs and puts stars over them, in place. */
@NullMarked
package dev.logbell.collector.edge.mask;

import org.jspecify.annotations.NullMarked;
