package dev.logbell.collector.source.http;

import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.Room.NoRoomException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request from its first byte to its answer: its body is gathered, taken apart on a worker thread, handed to the
 * intake, and answered when it is safe. All but the taking apart runs on the connection's event loop.
 */
final class Push {
    private static final Duration BODY_WITHIN = Duration.ofSeconds(60);

    private final Reception reception;
    private final PushProtocol protocol;
    private final HttpServerRequest request;
    private final Context context;
    private final Head head;
    private final Memory.Share memory;
    private final Buffer body = Buffer.buffer();
    private long timer;
    private boolean isAnswered;
    private boolean isTakenApart;
    private boolean isWithIntake;
    private boolean isOverdue;

    Push(Reception reception, PushProtocol protocol, HttpServerRequest request, String path, Context context) {
        this.reception = reception;
        this.protocol = protocol;
        this.request = request;
        this.context = context;
        this.head = new Head(path, headers(request));
        this.memory = reception.memory().share();
    }

    private static Map<String, String> headers(HttpServerRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.headers().forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    void receive() {
        request.handler(this::gather).endHandler(_ -> takeApart()).exceptionHandler(_ -> leave());
        request.response().exceptionHandler(_ -> leave()).closeHandler(_ -> leave());
        PushRefusedException refusal = refusalOfHead();
        if (refusal == null) {
            timer = context.owner()
                    .setTimer(
                            BODY_WITHIN.toMillis(),
                            _ -> refuse(
                                    Reason.SLOW,
                                    "the body did not arrive within %d s".formatted(BODY_WITHIN.toSeconds())));
            if (head.header("expect").equalsIgnoreCase("100-continue")) {
                request.response().writeContinue();
            }
        } else {
            refuse(refusal);
        }
        request.resume();
    }

    private @Nullable PushRefusedException refusalOfHead() {
        String origin = head.header("origin");
        if (!origin.isEmpty() && !isOwn(origin)) {
            return new PushRefusedException(
                    Reason.FROM_ANOTHER_SITE, "logs are not taken from pages of other sites that a browser shows");
        }
        if (reception.isStuck()) {
            return new PushRefusedException(
                    Reason.LATE, "what was pushed before is not safe yet: send this again later");
        }
        if (!reception.hasRoom()) {
            return new PushRefusedException(Reason.BUSY, "too much is on its way already: send this again later");
        }
        return isLongerThan(head.header("content-length"), reception.limits().maxBodyBytes())
                ? Refusals.tooLarge(reception.limits())
                : null;
    }

    private boolean isOwn(String origin) {
        try {
            String authority = URI.create(origin).getAuthority();
            return authority != null && authority.equalsIgnoreCase(head.header("host"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isLongerThan(String contentLength, int most) {
        try {
            return !contentLength.isEmpty() && Long.parseLong(contentLength) > most;
        } catch (NumberFormatException e) {
            return true;
        }
    }

    private void gather(Buffer part) {
        if (isAnswered) {
            return;
        }
        if (body.length() + part.length() > reception.limits().maxBodyBytes()) {
            refuse(Refusals.tooLarge(reception.limits()));
            return;
        }
        try {
            memory.take(part.length());
            body.appendBuffer(part);
        } catch (NoRoomException e) {
            refuse(Refusals.of(e, protocol.kind()));
        }
    }

    private void takeApart() {
        if (isAnswered) {
            return;
        }
        stopTimer();
        isTakenApart = true;
        Pushed pushed = new Pushed(head, body.getBytes(), memory, reception.limits());
        context.executeBlocking(() -> protocol.decode(pushed), false).onComplete(this::handOn);
    }

    private void handOn(AsyncResult<Decoded> decoding) {
        isTakenApart = false;
        if (isAnswered) {
            memory.close();
            return;
        }
        if (decoding.failed()) {
            refuse(Refusals.of(decoding.cause(), protocol.kind()));
            return;
        }
        Decoded decoded = decoding.result();
        isWithIntake = true;
        timer = context.owner().setTimer(reception.limits().acknowledgeWithin().toMillis(), _ -> {
            isOverdue = true;
            reception.isOverdue();
            refuse(Reason.LATE, "this is not safe yet: send it again later");
        });
        reception
                .take(protocol.kind(), peer(request.remoteAddress()), decoded)
                .whenComplete((_, failure) -> context.runOnContext(_ -> isSafe(decoded, failure)));
    }

    private static String peer(@Nullable SocketAddress address) {
        return address == null ? "" : String.valueOf(address.hostAddress());
    }

    private void isSafe(Decoded decoded, @Nullable Throwable failure) {
        isWithIntake = false;
        if (isOverdue) {
            reception.isNoLongerOverdue();
        }
        if (isAnswered) {
            memory.close();
        } else if (failure == null) {
            reception.metrics().rejected(protocol.kind(), decoded.rejected());
            answer(decoded.answer(), "taken");
        } else {
            refuse(Reason.STOPPING, "the collector is stopping: send this again when it is back");
        }
    }

    private void refuse(Reason reason, String message) {
        refuse(new PushRefusedException(reason, message));
    }

    private void refuse(PushRefusedException refusal) {
        if (!isAnswered) {
            Duration retryAfter = refusal.reason().retryAfter();
            if (retryAfter.isPositive()) {
                request.response().putHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
            }
            if (isBodyLeft(refusal.reason()) && request.version() != HttpVersion.HTTP_2) {
                request.response().putHeader("Connection", "close");
            }
            answer(protocol.refused(refusal, head), refusal.reason().text());
        }
    }

    /** Whether the rest of the body is not worth reading, so that the connection ends with the answer. */
    private boolean isBodyLeft(Reason reason) {
        return !request.isEnded() && (reason == Reason.TOO_LARGE || reason == Reason.SLOW);
    }

    private void answer(Answer answer, String reason) {
        leave();
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        reception.metrics().answered(protocol.kind(), reason);
        response.setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        if (!answer.contentType().isEmpty()) {
            response.putHeader("Content-Type", answer.contentType());
        }
        answer.trailers().forEach(response::putTrailer);
        response.end(Buffer.buffer(answer.body()));
    }

    /** The sender is answered, or has gone. What the intake has stays there; a worker that is not ready gives up. */
    private void leave() {
        isAnswered = true;
        stopTimer();
        if (isTakenApart || isWithIntake) {
            memory.endTaking();
        } else {
            memory.close();
        }
    }

    private void stopTimer() {
        context.owner().cancelTimer(timer);
    }
}
