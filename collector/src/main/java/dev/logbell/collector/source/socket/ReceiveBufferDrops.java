package dev.logbell.collector.source.socket;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What Linux has dropped of a UDP socket's datagrams because its receive buffer was full, as {@code /proc/net/udp}
 * tells in its last column. Nothing is known elsewhere.
 */
final class ReceiveBufferDrops {
    private final Path table;
    private final String local;
    private long told;

    ReceiveBufferDrops(InetSocketAddress local) {
        boolean isIpv4 = local.getAddress() instanceof Inet4Address;
        this.table = Path.of(isIpv4 ? "/proc/net/udp" : "/proc/net/udp6");
        this.local = hex(local.getAddress().getAddress()) + ":" + "%04X".formatted(local.getPort());
    }

    /** How many were dropped since the last call. */
    long sinceLast() {
        long now = total();
        long more = Math.max(0, now - told);
        told = Math.max(told, now);
        return more;
    }

    private long total() {
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> dropsIn(line, local))
                    .reduce(0L, Long::sum);
        } catch (IOException e) {
            return 0;
        }
    }

    static long dropsIn(String line, String local) {
        String[] columns = line.strip().split("\\s+", -1);
        if (columns.length < 13 || !local.equals(columns[1])) {
            return 0;
        }
        return Long.parseLong(columns[12]);
    }

    /** Four bytes after four bytes, each four in the order of this machine, which is little endian. */
    private static String hex(byte[] address) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < address.length; word += 4) {
            for (int i = 3; i >= 0; i--) {
                text.append("%02X".formatted(address[word + i]));
            }
        }
        return text.toString().toUpperCase(Locale.ROOT);
    }
}
