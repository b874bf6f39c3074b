package dev.logbell.alerter.channel;

import io.smallrye.mutiny.Uni;

/** Makes one attempt to deliver. */
@FunctionalInterface
public interface Sender {
    /** Never fails: what went wrong is an outcome. */
    Uni<Outcome> send(Notification notification);
}
