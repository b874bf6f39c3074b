package dev.logbell.collector.edge.mask;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;

/**
 * A regular expression of the user's (RE2: linear time), matched line by line. What its groups match is masked; all that
 * it matches if it has none.
 */
record OwnRule(String name, Pattern pattern) {
    void mask(MaskedText text) {
        Matcher anywhere = pattern.matcher(text.bytes);
        int at = 0;
        while (at < text.to && anywhere.find(at)) {
            int from = text.lineStart(anywhere.start());
            int end = text.lineEnd(anywhere.start());
            maskLine(text, Math.max(from, at), end);
            at = end + 1;
        }
    }

    private void maskLine(MaskedText text, int from, int end) {
        Matcher line = pattern.matcher(Arrays.copyOfRange(text.bytes, from, end));
        while (line.find()) {
            for (int group = Math.min(1, line.groupCount()); group <= line.groupCount(); group++) {
                if (line.start(group) >= 0 && line.end(group) > line.start(group)) {
                    text.mask(from + line.start(group), from + line.end(group), name);
                }
            }
        }
    }
}
