package dev.logbell.processor.store;

import dev.logbell.alert.Alert;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** A store around another, which does all that it does not do in a way of its own. */
interface LogStoreAround extends LogStore {
    LogStore inner();

    @Override
    default Uni<Void> open() {
        return inner().open();
    }

    @Override
    default Uni<Map<String, Long>> watermarks(Collection<String> sources) {
        return inner().watermarks(sources);
    }

    @Override
    default Uni<List<Alert>> alerts(int limit, int offset) {
        return inner().alerts(limit, offset);
    }

    @Override
    default Uni<List<SourceAccount>> accounts() {
        return inner().accounts();
    }

    @Override
    default Uni<Void> expire(Instant before) {
        return inner().expire(before);
    }
}
