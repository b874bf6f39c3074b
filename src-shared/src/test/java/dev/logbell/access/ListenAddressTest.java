package dev.logbell.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void namesThePortThatIsTakenAndTheSettingThatChangesIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> ListenAddress.requireFree("127.0.0.1", port))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("port %d on 127.0.0.1 is taken, maybe by a Logbell".formatted(port))
                    .hasMessageEndingWith("set QUARKUS_HTTP_PORT to a free port");
            assertThatThrownBy(() -> ListenAddress.requireFree("0.0.0.0", port)).hasMessageContaining("is taken");
        }
    }

    @Test
    void leavesAFreePortFree() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        assertThatCode(() -> {
                    ListenAddress.requireFree("localhost", port);
                    ListenAddress.requireFree("127.0.0.1", port);
                    ListenAddress.requireFree("127.0.0.1", 0);
                })
                .doesNotThrowAnyException();
    }

    @Test
    void saysThatAnAddressIsNotOfThisMachine() {
        assertThatThrownBy(() -> ListenAddress.requireFree("192.0.2.1", 8090))
                .hasMessageStartingWith("quarkus.http.host must be an address of this machine, got 192.0.2.1");
    }
}
