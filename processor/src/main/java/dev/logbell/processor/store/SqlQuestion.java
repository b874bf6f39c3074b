package dev.logbell.processor.store;

import dev.logbell.processor.sql.CheckedSql;

/**
 * SQL about the view {@code logs}.
 *
 * @param mostRows how many rows are returned at the most
 */
public record SqlQuestion(CheckedSql sql, int mostRows) {}
