package dev.logbell.collector.source.elastic;

import dev.logbell.collector.source.http.Answer;
import dev.logbell.collector.source.http.Decoded;
import dev.logbell.collector.source.http.Head;
import dev.logbell.collector.source.http.PushProtocol;
import dev.logbell.collector.source.http.PushRefusedException;
import dev.logbell.collector.source.http.Pushed;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.log.Framing;
import dev.logbell.otlp.MalformedException;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The bulk API: documents that are created or indexed are events, and each is answered by itself. */
@Singleton
final class BulkProtocol implements PushProtocol {
    private static final String BULK = "/_bulk";

    @Override
    public String kind() {
        return "elastic";
    }

    @Override
    public List<String> paths() {
        return List.of(BULK, "/:index/_bulk");
    }

    @Override
    public Decoded decode(Pushed pushed) throws MalformedException, NoRoomException, PushRefusedException {
        String path = pushed.head().path();
        int end = path.lastIndexOf(BULK);
        String index = end <= 0 ? "" : URLDecoder.decode(path.substring(1, end), StandardCharsets.UTF_8);
        BulkRequest bulk = new BulkRequest(index, pushed.lines(), pushed.room());
        bulk.read(pushed.plainBody());
        Answer answer = new Answer(200, ElasticAnswers.JSON, bulk.answer(), ElasticAnswers.PRODUCT, Map.of());
        return new Decoded(bulk.records(), Framing.RECORDS, bulk.rejected(), answer);
    }

    @Override
    public Answer refused(PushRefusedException refusal, Head head) {
        int status = refusal.reason().status();
        String type = switch (refusal.reason()) {
            case BUSY -> "es_rejected_execution_exception";
            case SLOW, LATE, STOPPING -> "unavailable_shards_exception";
            case TOO_LARGE -> "content_too_long_exception";
            case MALFORMED, FROM_ANOTHER_SITE, UNKNOWN_TYPE -> "illegal_argument_exception";
        };
        return ElasticAnswers.error(status, type, refusal.text());
    }
}
