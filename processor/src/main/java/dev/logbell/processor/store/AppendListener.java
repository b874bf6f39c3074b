package dev.logbell.processor.store;

import java.util.List;

/** Is told what this process has stored, at once. */
public interface AppendListener {
    /** Takes what is durable now. Called on the thread of the store, which must not be held up. */
    void appended(List<SourceBatch> batch);
}
