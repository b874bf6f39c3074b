/** The sockets that senders reach the collector by: who may connect, how many, how long, encrypted or not. */
@NullMarked
package dev.logbell.collector.source.socket;

import org.jspecify.annotations.NullMarked;
