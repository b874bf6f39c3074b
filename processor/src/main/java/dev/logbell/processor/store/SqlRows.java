package dev.logbell.processor.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes rows as long as they are not too many or too large. */
public final class SqlRows {
    private static final long MOST_CHARACTERS = 16 << 20;

    private final int most;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private long characters;
    private boolean isTruncated;

    public SqlRows(int most) {
        this.most = most;
    }

    /** Takes a row, and says whether more are wanted. */
    public boolean take(List<@Nullable Object> row) {
        if (rows.size() == most || characters > MOST_CHARACTERS) {
            isTruncated = true;
            return false;
        }
        for (Object value : row) {
            characters += value == null || value instanceof Number
                    ? 8
                    : value.toString().length();
        }
        rows.add(row);
        return true;
    }

    public SqlAnswer answer(List<String> columns) {
        return new SqlAnswer(columns, rows, isTruncated);
    }
}
