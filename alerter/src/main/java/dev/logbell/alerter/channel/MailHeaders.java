package dev.logbell.alerter.channel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Headers of mails as RFC 5322 and RFC 2047 want them. */
final class MailHeaders {
    private static final int LONGEST_WORD = 45;
    private static final Pattern DOMAIN = Pattern.compile("@([A-Za-z0-9.-]+)>?\\s*$");
    private static final Pattern PLAIN = Pattern.compile("[ -~]*");

    private MailHeaders() {}

    /** The subject in one line; one that is not ASCII in encoded words, none of which cuts a character in two. */
    static String subject(String text) {
        if (PLAIN.matcher(text).matches() && !text.contains("=?")) {
            return text;
        }
        StringBuilder encoded = new StringBuilder();
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            String character = Character.toString(c);
            if (bytes(word.toString() + character).length > LONGEST_WORD) {
                encoded.append(word(word.toString())).append("\n ");
                word.setLength(0);
            }
            word.append(character);
        });
        return encoded.append(word(word.toString())).toString();
    }

    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes(text)) + "?=";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The same at every attempt of a delivery, so that a mail that comes twice can be known, at the sender's domain.
     *
     * @param from address, with or without a name before it
     */
    static String messageId(String id, String from) {
        Matcher domain = DOMAIN.matcher(from);
        return "<%s@%s>".formatted(id.replaceAll("[^A-Za-z0-9.-]", "."), domain.find() ? domain.group(1) : "localhost");
    }
}
