package dev.logbell.processor.kafka;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.exporter.internal.otlp.logs.LogsRequestMarshaler;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.resources.Resource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What OpenTelemetry's own SDK makes of log records: the bytes that the Collector's Kafka exporter writes as a value. */
final class OtlpRequest {
    private OtlpRequest() {}

    /** A request of the service "pay" with an event of these bodies each, WARN and at a time of its own. */
    static byte[] of(Instant first, String... bodies) throws IOException {
        List<LogRecordData> logs = new ArrayList<>();
        try (SdkLoggerProvider provider = SdkLoggerProvider.builder()
                .setResource(Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), "pay")))
                .addLogRecordProcessor(SimpleLogRecordProcessor.create(into(logs)))
                .build()) {
            for (int i = 0; i < bodies.length; i++) {
                provider.get("shop")
                        .logRecordBuilder()
                        .setTimestamp(first.plusSeconds(i))
                        .setSeverity(Severity.WARN)
                        .setSeverityText("Warning")
                        .setAttribute(AttributeKey.longKey("user"), 42L)
                        .setBody(bodies[i])
                        .emit();
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LogsRequestMarshaler.create(logs).writeBinaryTo(bytes);
        return bytes.toByteArray();
    }

    private static LogRecordExporter into(List<LogRecordData> logs) {
        return new LogRecordExporter() {
            @Override
            public CompletableResultCode export(Collection<LogRecordData> batch) {
                logs.addAll(batch);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }
}
