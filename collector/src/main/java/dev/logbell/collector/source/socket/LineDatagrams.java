package dev.logbell.collector.source.socket;

import dev.logbell.collector.source.framing.Messages;
import java.net.InetAddress;

/** Lines of text over UDP: each datagram holds whole lines, ended or not. */
public final class LineDatagrams implements DatagramReader {
    @Override
    public void read(InetAddress peer, byte[] bytes, int length, Messages to) {
        to.line(bytes, 0, length);
    }
}
