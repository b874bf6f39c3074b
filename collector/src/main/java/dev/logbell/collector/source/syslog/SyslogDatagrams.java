package dev.logbell.collector.source.syslog;

import dev.logbell.collector.source.framing.Messages;
import dev.logbell.collector.source.socket.DatagramReader;
import java.net.InetAddress;

/** Syslog over UDP: each datagram is one message. (RFC 5426 section 3.1.) */
public final class SyslogDatagrams implements DatagramReader {
    @Override
    public void read(InetAddress peer, byte[] bytes, int length, Messages to) {
        to.message(bytes, 0, length);
    }
}
