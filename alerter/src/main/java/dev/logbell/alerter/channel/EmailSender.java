package dev.logbell.alerter.channel;

import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.mutiny.core.Context;
import io.vertx.mutiny.ext.mail.MailClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Mails notifications as HTML and text. */
final class EmailSender implements Sender {
    private final MailClient mailer;
    private final Context thread;
    private final Template html;
    private final Template text;
    private final String from;
    private final List<String> to;
    private final Duration timeout;

    /**
     * A sender.
     *
     * @param thread on which mails are sent, all of them on one: the mail client reads its connection on the thread that
     *     opened it, and misses the server's greeting if another one listens for it
     */
    EmailSender(
            MailClient mailer,
            Context thread,
            Template html,
            Template text,
            String from,
            List<String> to,
            Duration timeout) {
        this.mailer = mailer;
        this.thread = thread;
        this.html = html;
        this.text = text;
        this.from = from;
        this.to = List.copyOf(to);
        this.timeout = timeout;
    }

    @Override
    public Uni<Outcome> send(Notification notification) {
        return Uni.createFrom()
                .deferred(() -> mailer.sendMail(mail(notification)))
                .runSubscriptionOn(send -> thread.runOnContext(send))
                .ifNoItem()
                .after(timeout)
                .fail()
                .<Outcome>map(sent -> new Outcome.Delivered("the mail server took it"))
                .onFailure()
                .recoverWithItem(EmailSender::outcome);
    }

    /** The subject is a header of ours: the mail client would cut characters in two where it breaks a long line. */
    private MailMessage mail(Notification notification) {
        MailView view = MailView.of(notification);
        return new MailMessage()
                .setFrom(from)
                .setTo(to)
                .setHtml(html.data("mail", view).render())
                .setText(text.data("mail", view).render())
                .addHeader("Subject", MailHeaders.subject(MailView.subject(notification)))
                .addHeader("Message-ID", MailHeaders.messageId(notification.id(), from))
                .addHeader("X-Logbell-Alert", notification.id())
                .addHeader("Auto-Submitted", "auto-generated");
    }

    private static Outcome outcome(Throwable failure) {
        if (failure instanceof SMTPException refusal) {
            String answer = "the mail server answered %d".formatted(refusal.getReplyCode());
            return refusal.isPermanent()
                    ? new Outcome.Refused(answer)
                    : new Outcome.RetryLater(answer, Optional.empty());
        }
        return new Outcome.RetryLater(
                "the mail server was not reached: " + failure.getClass().getSimpleName(), Optional.empty());
    }
}
