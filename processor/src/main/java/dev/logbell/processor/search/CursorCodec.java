package dev.logbell.processor.search;

import dev.logbell.processor.store.EventRange;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Cursors as they stand in URLs: opaque to their users. */
final class CursorCodec {
    private CursorCodec() {}

    static String encode(EventRange.Cursor cursor) {
        String text = "%s\n%d\n%s".formatted(cursor.time(), cursor.offset(), cursor.source());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    static EventRange.Cursor decode(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\n", 3);
            // PostgreSQL refuses to hear of a NUL, and no source has one
            if (parts.length == 3 && parts[2].indexOf('\0') < 0) {
                return new EventRange.Cursor(Instant.parse(parts[0]), parts[2], Long.parseLong(parts[1]));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // said below, with the rule
        }
        throw new BadParameterException(
                "cursor",
                "cursor must be the `next` of an answer, got %s: leave it out to start with the newest"
                        .formatted(Shown.quoted(cursor)));
    }
}
