package dev.logbell.collector.edge.mask;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Numbers of payment cards: 13 to 19 digits in a row, or in the groups that are printed on cards with blanks or dashes
 * between, that begin as a card's do (ISO/IEC 7812) and whose check digit is right (Luhn). The last four are left.
 *
 * <p>Wherever a card stands, eight of its bytes begin at one of each six places, and six of them at least are digits: so
 * only those are looked at, eight at a time.
 */
final class CardNumbers {
    private static final String RULE = "card";
    private static final int SHORTEST = 13;
    private static final int LONGEST = 19;
    private static final int SHOWN = 4;
    /** How many bytes are looked at together, and of how many places one: a card has a window wherever it stands. */
    private static final int WINDOW = 8;

    private static final int STEP = SHORTEST - WINDOW + 1;
    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Two bits that letters and bytes beyond ASCII have; what is from ten to fifteen above zero has one with six more. */
    private static final long EIGHT_HIGHS = 0xC0C0C0C0C0C0C0C0L;

    private static final long EIGHT_SIXES = 0x0606060606060606L;
    /** A bit that digits have, and blanks and dashes do not. */
    private static final long EIGHT_SIXTEENS = 0x1010101010101010L;

    /** A window of a card has six: groups have four at least, but for the last. */
    private static final long FEWER_DIGITS = 5;

    private final int[] digits = new int[LONGEST];

    void mask(MaskedText text) {
        byte[] bytes = text.bytes;
        int at = STEP - 1;
        int last = text.to - WINDOW;
        while (at <= last) {
            if (at + 3 * STEP <= last
                    && (mostlyDigits(bytes, at)
                                    | mostlyDigits(bytes, at + STEP)
                                    | mostlyDigits(bytes, at + 2 * STEP)
                                    | mostlyDigits(bytes, at + 3 * STEP))
                            >= 0) {
                at += 4 * STEP;
            } else if (mostlyDigits(bytes, at) < 0 && isPart(bytes, at)) {
                at = maskAround(text, at);
            } else {
                at += STEP;
            }
        }
    }

    /** Negative if at least six of eight bytes are digits, and none is a letter; may be so for some other bytes too. */
    private static long mostlyDigits(byte[] bytes, int at) {
        long eight = (long) EIGHT_BYTES.get(bytes, at);
        long neither = ((eight | (eight + EIGHT_SIXES)) & EIGHT_HIGHS) >>> 1;
        return (neither - 1) & (FEWER_DIGITS - Long.bitCount(eight & EIGHT_SIXTEENS));
    }

    private static boolean isPart(byte[] bytes, int from) {
        for (int i = from; i < from + WINDOW; i++) {
            if (!isPart(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    /** Looks at all digits, blanks and dashes around a window; returns where to go on. */
    private int maskAround(MaskedText text, int at) {
        int from = at;
        while (from > 0 && isPart(text.bytes[from - 1])) {
            from--;
        }
        int end = at + WINDOW;
        while (end < text.to && isPart(text.bytes[end])) {
            end++;
        }
        if (end - from >= SHORTEST) {
            maskRun(text, from, end);
        }
        return end + STEP;
    }

    private static boolean isPart(byte b) {
        return (b >= '0' && b <= '9') || b == ' ' || b == '-';
    }

    /** Looks through digits, blanks and dashes for the beginnings of groups of digits. */
    private void maskRun(MaskedText text, int from, int end) {
        int at = from;
        while (at < end) {
            if (!Ascii.isDigit(text.bytes[at])) {
                at++;
                continue;
            }
            int card = cardEnd(text, at, end);
            if (card > at) {
                cover(text, at, card);
                at = card;
            } else {
                at = groupEnd(text.bytes, at, end);
            }
        }
    }

    /** Where the card that begins there ends; the index itself if none does. */
    private int cardEnd(MaskedText text, int from, int end) {
        byte[] bytes = text.bytes;
        int first = groupEnd(bytes, from, end);
        if (isPartOfMore(text.at(from - 1), text.at(from - 2))) {
            return from;
        }
        if (first - from >= SHORTEST) {
            return first - from <= LONGEST
                            && !isPartOfMore(text.at(first), text.at(first + 1))
                            && isCard(bytes, from, first)
                    ? first
                    : from;
        }
        if (first - from != 4 || first == end) {
            return from;
        }
        byte separator = bytes[first];
        int at = first;
        int groups = 1;
        int shape = 4;
        while (at < end - 1 && bytes[at] == separator && Ascii.isDigit(bytes[at + 1]) && groups < 5) {
            int next = groupEnd(bytes, at + 1, end);
            shape = shape * 10 + Math.min(9, next - at - 1);
            groups++;
            at = next;
            if (isShape(shape) && !isPartOfMore(text.at(at), text.at(at + 1)) && isCard(bytes, from, at)) {
                return at;
            }
        }
        return from;
    }

    /** The groups on cards: 4-4-4-4, and 4-4-4-4-3; American Express 4-6-5; Diners Club 4-6-4. */
    private static boolean isShape(int shape) {
        return shape == 4444 || shape == 44443 || shape == 465 || shape == 464;
    }

    private static int groupEnd(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Ascii.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    /** Whether a number beside this is part of something longer: a name, a decimal, an address, a UUID. */
    private static boolean isPartOfMore(byte beside, byte beyond) {
        return Ascii.isAlphanumeric(beside)
                || beside == '_'
                || beside < 0
                || ((beside == '.' || beside == '-') && Ascii.isAlphanumeric(beyond));
    }

    private boolean isCard(byte[] bytes, int from, int end) {
        int count = 0;
        for (int i = from; i < end; i++) {
            if (Ascii.isDigit(bytes[i])) {
                if (count == LONGEST) {
                    return false;
                }
                digits[count++] = bytes[i] - '0';
            }
        }
        return count >= SHORTEST && isIssued(count) && isChecked(count);
    }

    /** Whether some network gives out cards of this beginning and length. */
    private boolean isIssued(int count) {
        int four = digits[0] * 1000 + digits[1] * 100 + digits[2] * 10 + digits[3];
        int two = four / 100;
        int three = four / 10;
        return switch (digits[0]) {
            case 2 -> count == 16 && four >= 2221 && four <= 2720;
            case 3 ->
                (count == 15 && (two == 34 || two == 37))
                        || (count >= 16 && four >= 3528 && four <= 3589)
                        || ((count == 14 || count == 16)
                                && (two == 36 || two == 38 || two == 39 || (three >= 300 && three <= 305)));
            case 4 -> count == 13 || count == 16 || count == 19;
            case 5 -> (count == 16 && two >= 51 && two <= 55) || (count >= 16 && isMaestro(four));
            case 6 ->
                count >= 16
                        && (four == 6011
                                || two == 65
                                || two == 62
                                || (three >= 644 && three <= 649)
                                || isMaestro(four));
            default -> false;
        };
    }

    private static boolean isMaestro(int four) {
        return switch (four) {
            case 5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763 -> true;
            default -> false;
        };
    }

    /** Whether the check digit is right, and not all digits are one. (Luhn; ISO/IEC 7812-1 annex B.) */
    private boolean isChecked(int count) {
        int sum = 0;
        boolean isOneDigit = true;
        for (int i = 0; i < count; i++) {
            int digit = digits[count - 1 - i];
            isOneDigit &= digit == digits[0];
            int twice = i % 2 == 0 ? digit : digit * 2;
            sum += twice > 9 ? twice - 9 : twice;
        }
        return sum % 10 == 0 && !isOneDigit;
    }

    private static void cover(MaskedText text, int from, int end) {
        int shown = end;
        int left = SHOWN;
        while (left > 0) {
            shown--;
            if (Ascii.isDigit(text.bytes[shown])) {
                left--;
            }
        }
        text.maskDigits(from, shown, text.isBareNumber(from, end), RULE);
    }
}
