package dev.logbell.collector.source.socket;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLOptions;
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
    private static final Set<String> PROTOCOLS = Set.of("TLSv1.2", "TLSv1.3");

    void applyTo(NetServerOptions options) {
        options.setSsl(true).setEnabledSecureTransportProtocols(PROTOCOLS).setKeyCertOptions(ownCertificate());
        clientAuthority.ifPresent(
                authority -> options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(trusted(authority)));
    }

    /** What of the options comes from the files. */
    SSLOptions options() {
        SSLOptions options =
                new SSLOptions().setEnabledSecureTransportProtocols(PROTOCOLS).setKeyCertOptions(ownCertificate());
        clientAuthority.ifPresent(authority -> options.setTrustOptions(trusted(authority)));
        return options;
    }

    private PemKeyCertOptions ownCertificate() {
        return new PemKeyCertOptions().addCertPath(certificate.toString()).addKeyPath(key.toString());
    }

    private static PemTrustOptions trusted(Path authority) {
        return new PemTrustOptions().addCertPath(authority.toString());
    }

    /** A number that changes when a file does. */
    long lastModified() {
        return certificate.toFile().lastModified()
                + key.toFile().lastModified()
                + clientAuthority.map(file -> file.toFile().lastModified()).orElse(0L);
    }
}
