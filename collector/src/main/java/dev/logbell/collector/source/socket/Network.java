package dev.logbell.collector.source.socket;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike, as CIDR writes them: {@code 10.0.0.0/8}, {@code fd00::/8}, {@code 192.0.2.7}.
 *
 * @param address the first of them
 * @param prefix how many of its bits count
 */
record Network(InetAddress address, int prefix) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-fA-F:.]+(/[0-9]{1,3})?");

    /**
     * Reads a network.
     *
     * @throws IllegalArgumentException if it is none
     */
    static Network of(String text) {
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        int slash = text.indexOf('/');
        try {
            InetAddress address = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
            int bits = address.getAddress().length * 8;
            int prefix = slash < 0 ? bits : Integer.parseInt(text, slash + 1, text.length(), 10);
            if (prefix > bits) {
                throw new IllegalArgumentException(text);
            }
            return new Network(address, prefix);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] its = other.getAddress();
        int rest = mine.length * 8 - prefix;
        return mine.length == its.length
                && new BigInteger(1, mine).shiftRight(rest).equals(new BigInteger(1, its).shiftRight(rest));
    }
}
