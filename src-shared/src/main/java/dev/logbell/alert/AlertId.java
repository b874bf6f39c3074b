package dev.logbell.alert;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The identity of an alert: the same rule, group and window give the same id, in every process and after every restart. */
public final class AlertId {
    private AlertId() {}

    /**
     * The id of the alert that a rule raises for one group in one window.
     *
     * @param rule the rule's name
     * @param group what the rule groups by; for a rule about single events, the event's source
     * @param window what tells one alert of the group from the next; for a rule about single events, its offset
     * @return 32 lower-case hex digits
     */
    public static String of(String rule, String group, String window) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : new String[] {rule, group, window}) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
                digest.update(bytes);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
