package dev.logbell.collector.source;

import dev.logbell.log.LogChunk;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where chunks leave by, and what is done to them before. */
public interface Outlet extends Consumer<Flight> {
    /** What is done to the chunks of one source, in their order, each once, before they leave for the first time. */
    UnaryOperator<LogChunk> edge();

    /** An outlet that does something to each chunk. */
    static Outlet of(Supplier<UnaryOperator<LogChunk>> edge, Consumer<Flight> send) {
        return new Outlet() {
            @Override
            public void accept(Flight flight) {
                send.accept(flight);
            }

            @Override
            public UnaryOperator<LogChunk> edge() {
                return edge.get();
            }
        };
    }

    /** What is done before chunks leave by this: nothing unless it is an outlet. */
    static UnaryOperator<LogChunk> edgeOf(@Nullable Consumer<Flight> send) {
        return send instanceof Outlet outlet ? outlet.edge() : UnaryOperator.identity();
    }
}
