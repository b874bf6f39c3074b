package dev.logbell.wire;

import dev.logbell.log.Skips;
import java.util.ArrayList;
import java.util.List;

/**
 * Skips as text: the reasons, then for each skip the bytes kept since the one before, its length, and which reason
 * unless it is the first: {@code filtered,sampled 0+120 57+300.1 0+12}.
 */
final class SkipsCodec {
    private SkipsCodec() {}

    static String encode(Skips skips) {
        List<String> reasons = new ArrayList<>(skips.byReason().keySet());
        StringBuilder text = new StringBuilder(String.join(",", reasons));
        int last = 0;
        for (int i = 0; i < skips.count(); i++) {
            text.append(' ').append(skips.position(i) - last).append('+').append(skips.length(i));
            int reason = reasons.indexOf(skips.reason(i));
            if (reason > 0) {
                text.append('.').append(reason);
            }
            last = skips.position(i);
        }
        return text.toString();
    }

    /**
     * Reads what was written; the empty text is none.
     *
     * @throws RuntimeException if it cannot be read
     */
    static Skips decode(String text) {
        if (text.isEmpty()) {
            return Skips.NONE;
        }
        String[] parts = text.split(" ", -1);
        if (parts.length == 1) {
            throw new IllegalArgumentException("skips must name their places, got only the reasons " + text);
        }
        String[] reasons = parts[0].split(",", -1);
        Skips.Builder skips = new Skips.Builder();
        int position = 0;
        for (int i = 1; i < parts.length; i++) {
            int plus = parts[i].indexOf('+');
            int dot = parts[i].indexOf('.', plus);
            String length = dot < 0 ? parts[i].substring(plus + 1) : parts[i].substring(plus + 1, dot);
            int reason = dot < 0 ? 0 : Integer.parseInt(parts[i].substring(dot + 1));
            position = Math.addExact(position, Integer.parseInt(parts[i].substring(0, plus)));
            skips.add(position, Integer.parseInt(length), reasons[reason]);
        }
        return skips.build();
    }
}
