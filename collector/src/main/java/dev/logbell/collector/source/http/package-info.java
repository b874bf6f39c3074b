/** How what senders push over HTTP is read, bounded, handed on and answered, whatever the protocol. */
@NullMarked
package dev.logbell.collector.source.http;

import org.jspecify.annotations.NullMarked;
