/** Which alerts go to which channel: label matchers in Alertmanager's syntax. */
@NullMarked
package dev.logbell.alerter.route;

import org.jspecify.annotations.NullMarked;
