/** The systemd journal, read through journalctl with its cursor as checkpoint. */
@NullMarked
package dev.logbell.collector.source.journal;

import org.jspecify.annotations.NullMarked;
