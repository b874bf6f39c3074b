/** The OpenTelemetry Protocol: logs over HTTP, as protobuf and JSON, and over gRPC. */
@NullMarked
package dev.logbell.collector.source.otlp;

import org.jspecify.annotations.NullMarked;
