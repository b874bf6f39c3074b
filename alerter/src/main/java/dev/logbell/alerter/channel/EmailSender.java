package dev.logbell.alerter.channel;

import io.quarkus.mailer.Mail;
import io.quarkus.mailer.reactive.ReactiveMailer;
import io.quarkus.qute.Template;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.mail.SMTPException;
import io.vertx.mutiny.core.Context;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Mails notifications as HTML and text. */
final class EmailSender implements Sender {
    private final ReactiveMailer mailer;
    private final Context thread;
    private final Template html;
    private final Template text;
    private final List<String> to;
    private final Duration timeout;

    /**
     * A sender.
     *
     * @param thread on which mails are sent, all of them on one: the mail client reads its connection on the thread that
     *     opened it, and misses the server's greeting if another one listens for it
     */
    EmailSender(
            ReactiveMailer mailer, Context thread, Template html, Template text, List<String> to, Duration timeout) {
        this.mailer = mailer;
        this.thread = thread;
        this.html = html;
        this.text = text;
        this.to = List.copyOf(to);
        this.timeout = timeout;
    }

    @Override
    public Uni<Outcome> send(Notification notification) {
        return Uni.createFrom()
                .deferred(() -> mailer.send(mail(notification)))
                .runSubscriptionOn(send -> thread.runOnContext(send))
                .ifNoItem()
                .after(timeout)
                .fail()
                .<Outcome>map(sent -> new Outcome.Delivered("the mail server took it"))
                .onFailure()
                .recoverWithItem(EmailSender::outcome);
    }

    private Mail mail(Notification notification) {
        MailView view = MailView.of(notification);
        return new Mail()
                .setTo(to)
                .setSubject(MailView.subject(notification))
                .setHtml(html.data("mail", view).render())
                .setText(text.data("mail", view).render())
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
