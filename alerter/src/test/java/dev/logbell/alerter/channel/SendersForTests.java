package dev.logbell.alerter.channel;

import io.quarkus.mailer.Mail;
import io.quarkus.qute.Engine;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Senders outside of an application: no templates, and a mail server that keeps what it gets. */
public final class SendersForTests implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final List<Mail> mails = new ArrayList<>();

    public Senders senders() {
        Engine engine = Engine.builder().addDefaults().build();
        return new Senders(
                vertx,
                mail -> {
                    mails.addAll(List.of(mail));
                    return Uni.createFrom().voidItem();
                },
                engine.parse(""),
                engine.parse(""));
    }

    @Override
    public void close() {
        vertx.closeAndAwait();
    }
}
