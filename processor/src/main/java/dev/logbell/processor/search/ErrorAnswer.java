package dev.logbell.processor.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What went wrong, for the person who asked.
 *
 * @param parameter the query parameter to change, if it is about one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ErrorAnswer(
        @Schema(examples = "limit must be a whole number 1..10000, got '0': change it or leave it out (100)")
        String error,

        @Schema(examples = "limit") @Nullable String parameter) {}
