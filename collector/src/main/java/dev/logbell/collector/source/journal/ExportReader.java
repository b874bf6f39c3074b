package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.journal.JournalEntry.Field;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the journal export format (systemd, JOURNAL_EXPORT_FORMATS): text fields, binary fields, a blank line. */
final class ExportReader {
    private static final int LONGEST_NAME = 256;

    private final InputStream in;
    private final int longestMessage;
    private final int longestOther;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int limit;

    /**
     * A reader.
     *
     * @param longestMessage bytes that are kept of a MESSAGE
     * @param longestOther bytes that are kept of any other field
     */
    ExportReader(InputStream in, int longestMessage, int longestOther) {
        this.in = in;
        this.longestMessage = longestMessage;
        this.longestOther = longestOther;
    }

    /**
     * The next entry.
     *
     * @return null at the end; an entry that is not complete there is left out
     * @throws IOException if the stream breaks, or is not of this format
     */
    @Nullable
    JournalEntry next() throws IOException {
        List<Field> fields = new ArrayList<>();
        try {
            while (true) {
                int first = read();
                if (first < 0) {
                    return null;
                }
                if (first == '\n') {
                    if (!fields.isEmpty()) {
                        return new JournalEntry(fields);
                    }
                } else {
                    fields.add(field(first));
                }
            }
        } catch (EOFException cutOff) {
            return null;
        }
    }

    private Field field(int first) throws IOException {
        StringBuilder name = new StringBuilder();
        int b = first;
        while (b != '=' && b != '\n') {
            if (name.length() == LONGEST_NAME) {
                throw new IOException("a field's name of more than %d bytes is not of the journal export format"
                        .formatted(LONGEST_NAME));
            }
            name.append((char) b);
            b = need();
        }
        int longest = name.toString().equals("MESSAGE") ? longestMessage : longestOther;
        return b == '=' ? text(name.toString(), longest) : binary(name.toString(), longest);
    }

    private Field text(String name, int longest) throws IOException {
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        boolean isCut = false;
        while (true) {
            if (at == limit) {
                fill();
            }
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            int kept = Math.min(end - at, longest - value.size());
            value.write(buffer, at, kept);
            isCut |= kept < end - at;
            at = end;
            if (end < limit) {
                at++;
                return new Field(name, value.toByteArray(), isCut);
            }
        }
    }

    private Field binary(String name, int longest) throws IOException {
        long size = 0;
        for (int i = 0; i < 8; i++) {
            size |= (long) need() << (8 * i);
        }
        if (size < 0) {
            throw new IOException("a field of %d bytes is not of the journal export format".formatted(size));
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        long left = size;
        while (left > 0) {
            if (at == limit) {
                fill();
            }
            int got = (int) Math.min(left, limit - at);
            value.write(buffer, at, Math.min(got, longest - value.size()));
            at += got;
            left -= got;
        }
        if (need() != '\n') {
            throw new IOException("a binary field without its line end is not of the journal export format");
        }
        return new Field(name, value.toByteArray(), size > longest);
    }

    private int read() throws IOException {
        try {
            return need();
        } catch (EOFException end) {
            return -1;
        }
    }

    private int need() throws IOException {
        if (at == limit) {
            fill();
        }
        return buffer[at++] & 0xFF;
    }

    private void fill() throws IOException {
        int got = in.read(buffer, 0, buffer.length);
        if (got <= 0) {
            throw new EOFException("journalctl has ended");
        }
        at = 0;
        limit = got;
    }
}
