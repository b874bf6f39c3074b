/** The alerter: routes alerts and delivers them to people. */
@NullMarked
package dev.logbell.alerter;

import org.jspecify.annotations.NullMarked;
