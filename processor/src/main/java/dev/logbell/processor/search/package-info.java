/** The HTTP API that answers for logs, alerts and the account of every byte. */
@NullMarked
package dev.logbell.processor.search;

import org.jspecify.annotations.NullMarked;
