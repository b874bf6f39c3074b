package dev.logbell.processor.parse;

import dev.logbell.log.Joining;
import dev.logbell.log.LogChunk;
import dev.logbell.log.LogEvent;
import dev.logbell.processor.parse.EventLines.Head;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Divides newline-separated text into events, and parses each. */
record LinesParser(Formats formats, Resources resources) {
    private static final int LONGEST_ORIGINAL = 1_024;

    /**
     * Adds the events of a text.
     *
     * @param isCut whether its last event goes on in the next chunk
     * @return how many bytes of the chunk were blank lines
     */
    int parse(LogChunk chunk, TextRun run, boolean isCut, Joining joining, StreamMemory memory, List<LogEvent> events) {
        EventLines lines = new EventLines(run, joining);
        boolean isRest = chunk.offset() > 0 && chunk.offset() == memory.cutAt && !run.isAfterSkip(0);
        while (lines.nextEvent()) {
            ParsedLine parsed;
            Instant observed = run.observed(lines.from());
            String head = Decoding.text(run.bytes(), lines.from(), lines.to());
            if (isRest || lines.isRestOfFull() || (lines.isFirst() && chunk.offset() > 0 && lines.isContinuation())) {
                lines.takeContinuations(Head.OTHER);
                parsed = formats.continued(Decoding.text(run.bytes(), lines.from(), lines.to()), isRest, observed);
            } else {
                Formats.Recognised recognised = formats.recognise(head, observed, memory);
                parsed = recognised.line();
                int headEnd = lines.to();
                boolean mayGoOn = !recognised.format().isSingleLine() || joining instanceof Joining.ByStart;
                if (mayGoOn && lines.takeContinuations(headOf(parsed))) {
                    String all = Decoding.text(run.bytes(), lines.from(), lines.to());
                    ParsedLine whole = formats.whole(all, recognised, observed);
                    if (whole == null) {
                        join(parsed, Decoding.text(run.bytes(), headEnd, lines.to()));
                    } else {
                        parsed = whole;
                    }
                }
            }
            isRest = false;
            finish(chunk, run, lines.from(), lines.to(), isCut && lines.isLast(), parsed, events);
        }
        memory.cutAt = isCut ? chunk.endOffset() : -1;
        return lines.blankBytes();
    }

    private static Head headOf(ParsedLine parsed) {
        if (parsed.isNoError()) {
            return Head.NO_ERROR;
        }
        return parsed.hasTime() || parsed.hasSeverity() ? Head.OTHER : Head.BARE;
    }

    /** Puts further lines, the separator before them included, to an event. */
    static void join(ParsedLine parsed, String further) {
        String text = parsed.body() + (further.indexOf('\r') < 0 ? further : further.replace("\r\n", "\n"));
        parsed.body(text);
        if (StackTrace.find(text, parsed) && !parsed.hasSeverity()) {
            parsed.severity(17, "");
        }
    }

    /**
     * Adds an event.
     *
     * @param isCut whether it goes on in the next chunk
     */
    void finish(
            LogChunk chunk, TextRun run, int from, int to, boolean isCut, ParsedLine parsed, List<LogEvent> events) {
        if (run.isOriginal() && to - from <= LONGEST_ORIGINAL && Decoding.isReplaced(parsed.body())) {
            byte[] original = Arrays.copyOfRange(run.bytes(), from, to);
            parsed.attribute("log.record.original.base64", Base64.getEncoder().encodeToString(original));
        }
        run.describe(from, parsed);
        if (isCut) {
            parsed.attribute("log.record.truncated", true);
        }
        events.add(parsed.toEvent(chunk, run.offset(from), resources));
    }
}
