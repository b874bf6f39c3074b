/** OpenTelemetry's protocol for logs, as it comes over HTTP, gRPC and Kafka. */
@NullMarked
package dev.logbell.otlp;

import org.jspecify.annotations.NullMarked;
