package dev.logbell.collector.source.otlp;

import dev.logbell.collector.source.record.ProtobufWriter;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** The same export request as protobuf and as JSON. */
final class OtlpRequests {
    static final byte[] PROTOBUF = new ProtobufWriter()
            .message(
                    1,
                    new ProtobufWriter()
                            .message(
                                    2,
                                    new ProtobufWriter()
                                            .message(
                                                    2,
                                                    new ProtobufWriter()
                                                            .fixed64(1, 1_770_000_000_123_456_789L)
                                                            .fixed64(11, 1_770_000_001_000_000_000L)
                                                            .varint(2, 17)
                                                            .text(3, "Error")
                                                            .message(5, new ProtobufWriter().text(1, "it broke"))
                                                            .message(
                                                                    6,
                                                                    pair("user", new ProtobufWriter().varint(3, -42)))
                                                            .message(
                                                                    6,
                                                                    pair(
                                                                            "list",
                                                                            new ProtobufWriter()
                                                                                    .message(
                                                                                            5,
                                                                                            new ProtobufWriter()
                                                                                                    .message(
                                                                                                            1,
                                                                                                            new ProtobufWriter()
                                                                                                                    .varint(
                                                                                                                            2,
                                                                                                                            1)))))
                                                            .message(
                                                                    6,
                                                                    pair(
                                                                            "half",
                                                                            new ProtobufWriter()
                                                                                    .fixed64(
                                                                                            4,
                                                                                            Double.doubleToLongBits(
                                                                                                    0.5))))
                                                            .varint(7, 3)
                                                            .bytes(
                                                                    9,
                                                                    HexFormat.of()
                                                                            .parseHex(
                                                                                    "0af7651916cd43dd8448eb211c80319c"))
                                                            .bytes(
                                                                    10,
                                                                    HexFormat.of()
                                                                            .parseHex("b7ad6b7169203331"))
                                                            .text(12, "cart.broken")
                                                            .text(999, "of a later version"))
                                            .message(
                                                    2,
                                                    new ProtobufWriter()
                                                            .fixed64(11, 1_770_000_002_000_000_000L)
                                                            .message(5, new ProtobufWriter().text(1, "WARN raw line")))
                                            .message(
                                                    1,
                                                    new ProtobufWriter()
                                                            .text(1, "shop")
                                                            .text(2, "1.2")))
                            .message(
                                    1,
                                    new ProtobufWriter()
                                            .message(1, pair("service.name", new ProtobufWriter().text(1, "pay")))
                                            .message(1, pair("process.pid", new ProtobufWriter().varint(3, 7)))))
            .toBytes();

    static final byte[] JSON = """
            {"resourceLogs":[{"resource":{"attributes":[
              {"key":"service.name","value":{"stringValue":"pay"}},{"key":"process.pid","value":{"intValue":"7"}}]},
            "scopeLogs":[{"scope":{"name":"shop","version":"1.2"},"logRecords":[
              {"timeUnixNano":"1770000000123456789","observedTimeUnixNano":1770000001000000000,"severityNumber":17,
               "severityText":"Error","body":{"stringValue":"it broke"},"attributes":[
                 {"key":"user","value":{"intValue":-42}},
                 {"key":"list","value":{"arrayValue":{"values":[{"boolValue":true}]}}},
                 {"key":"half","value":{"doubleValue":0.5}}],
               "droppedAttributesCount":3,"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331",
               "eventName":"cart.broken","ofALaterVersion":{}},
              {"observedTimeUnixNano":"1770000002000000000","body":{"stringValue":"WARN raw line"}}]}]}]}
            """.getBytes(StandardCharsets.UTF_8);

    private OtlpRequests() {}

    private static ProtobufWriter pair(String key, ProtobufWriter value) {
        return new ProtobufWriter().text(1, key).message(2, value);
    }
}
