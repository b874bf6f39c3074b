/** Alerts in the shape that Prometheus Alertmanager made the field's standard, and their identity. */
@NullMarked
package dev.logbell.alert;

import org.jspecify.annotations.NullMarked;
