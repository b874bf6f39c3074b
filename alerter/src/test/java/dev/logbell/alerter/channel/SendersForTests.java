package dev.logbell.alerter.channel;

import io.quarkus.qute.Engine;
import io.vertx.ext.mail.MailConfig;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.ext.mail.MailClient;

/** Senders outside of an application: no templates, and a mail server that is not there. */
public final class SendersForTests implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();

    public Senders senders() {
        Engine engine = Engine.builder().addDefaults().build();
        return new Senders(
                vertx,
                MailClient.create(vertx, new MailConfig()),
                "logbell@example.org",
                engine.parse(""),
                engine.parse(""));
    }

    @Override
    public void close() {
        vertx.closeAndAwait();
    }
}
