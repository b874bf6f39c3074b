package dev.logbell.collector.source.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,    10.255.0.1,  true",
        "10.0.0.0/8,    11.0.0.1,    false",
        "192.0.2.7,     192.0.2.7,   true",
        "192.0.2.7,     192.0.2.8,   false",
        "192.0.2.128/25, 192.0.2.127, false",
        "0.0.0.0/0,     203.0.113.9, true",
        "0.0.0.0/0,     2001:db8::1, false",
        "fd00::/8,      fd12::1,     true",
        "fd00::/8,      fe80::1,     false",
    })
    void knowsWhoIsInANetwork(String network, String address, boolean isIn) {
        assertThat(Network.of(network).contains(InetAddress.ofLiteral(address))).isEqualTo(isIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ten", "10.0.0.0/33", "10.0.0.0/", "example.org/8", "fd00::/129", "10.0.0/8/8"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> Network.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsWhatLinuxDroppedOfTheDatagramsOfOneSocket() {
        String line = "  112: 0100007F:1589 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0"
                + " 52001 2 0000000000000000 4711";
        assertThat(ReceiveBufferDrops.dropsIn(line, "0100007F:1589")).isEqualTo(4711);
        assertThat(ReceiveBufferDrops.dropsIn(line, "0100007F:158A")).isZero();
        assertThat(ReceiveBufferDrops.dropsIn("  sl  local_address rem_address", "0100007F:1589"))
                .isZero();
    }
}
