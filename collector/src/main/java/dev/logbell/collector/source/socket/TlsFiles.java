package dev.logbell.collector.source.socket;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The PEM files of listeners that speak TLS.
 *
 * @param certificate with those that lead to its authority
 * @param key of the certificate, PKCS#8, not encrypted
 * @param clientAuthority whose certificates senders must show, if they must
 */
record TlsFiles(Path certificate, Path key, Optional<Path> clientAuthority) {
    void applyTo(NetServerOptions options) {
        options.setSsl(true)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
                .setKeyCertOptions(new PemKeyCertOptions()
                        .addCertPath(certificate.toString())
                        .addKeyPath(key.toString()));
        clientAuthority.ifPresent(authority -> options.setClientAuth(ClientAuth.REQUIRED)
                .setTrustOptions(new PemTrustOptions().addCertPath(authority.toString())));
    }
}
