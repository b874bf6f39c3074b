/** Drives running Logbell processes from outside: starts them, writes logs, asks the API, stands in for Slack. */
@NullMarked
package dev.logbell.acceptance;

import org.jspecify.annotations.NullMarked;
