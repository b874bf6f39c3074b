/** The query language of search, rules and the page: Lucene syntax, read into one small tree. */
@NullMarked
package dev.logbell.query;

import org.jspecify.annotations.NullMarked;
