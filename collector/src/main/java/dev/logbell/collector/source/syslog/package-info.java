/** Syslog as senders put it on the wire: RFC 3164, 5424, 5425, 5426, 6587. */
@NullMarked
package dev.logbell.collector.source.syslog;

import org.jspecify.annotations.NullMarked;
