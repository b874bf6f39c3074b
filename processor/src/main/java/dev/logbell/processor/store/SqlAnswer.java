package dev.logbell.processor.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that SQL found.
 *
 * @param columns their names
 * @param rows values in the order of the columns: texts, numbers, booleans, lists, maps, nulls; a time is a text
 * @param truncated whether there are more rows, which were left out
 */
public record SqlAnswer(List<String> columns, List<List<@Nullable Object>> rows, boolean truncated) {}
