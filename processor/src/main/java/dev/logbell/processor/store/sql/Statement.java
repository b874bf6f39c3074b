package dev.logbell.processor.store.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** SQL and the values of its parameters, in their order. */
public record Statement(String sql, List<Object> parameters) {
    public Statement {
        parameters = Collections.unmodifiableList(new ArrayList<>(parameters));
    }
}
