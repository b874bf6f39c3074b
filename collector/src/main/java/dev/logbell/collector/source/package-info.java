/** What all sources share: chunks on their way, in order, until they are acknowledged. */
@NullMarked
package dev.logbell.collector.source;

import org.jspecify.annotations.NullMarked;
