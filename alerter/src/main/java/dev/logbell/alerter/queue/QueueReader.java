package dev.logbell.alerter.queue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.MultiEmitter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads the queue of alerts. Whatever ends a connection, a channel or a consumer, everything is made anew; each message is
 * acknowledged on the channel that brought it and on no other, since another has given its number to another message.
 */
final class QueueReader implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(QueueReader.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int LAST_WORDS_MILLIS = 2_000;

    private final ConnectionFactory factory;
    private final int prefetch;
    private final ExecutorService settling = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("alerts-acknowledger").daemon().factory());
    private final Semaphore room;
    private volatile boolean isClosed;
    private volatile boolean isConsuming;
    private volatile String problem = "not connected yet";
    private String told = "";
    private volatile @Nullable Thread thread;

    /**
     * A reader that begins when its messages are asked for.
     *
     * @param prefetch how many messages may be taken and not yet acknowledged
     */
    QueueReader(ConnectionFactory factory, int prefetch) {
        this.factory = factory;
        this.prefetch = prefetch;
        this.room = new Semaphore(prefetch);
    }

    /** The bodies of messages; never ends by itself. */
    Multi<Message<byte[]>> messages() {
        return Multi.createFrom()
                .emitter(emitter -> thread =
                        Thread.ofPlatform().daemon().name("alerts-reader").start(() -> read(emitter)));
    }

    boolean isConsuming() {
        return isConsuming;
    }

    /** Why nothing is consumed. */
    String problem() {
        return problem;
    }

    private void read(MultiEmitter<? super Message<byte[]>> emitter) {
        try {
            while (!isClosed) {
                consume(emitter);
                awaitEmptyHands();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debugf("The queue %s is no longer read", Topology.QUEUE);
        }
    }

    /** Consumes until the connection, the channel or the consumer ends. */
    private void consume(MultiEmitter<? super Message<byte[]>> emitter) throws InterruptedException {
        Connection connection = null;
        try {
            connection = factory.newConnection("logbell-alerter");
            Channel channel = connection.createChannel();
            CountDownLatch end = new CountDownLatch(1);
            channel.addShutdownListener(cause -> {
                if (!cause.isInitiatedByApplication()) {
                    problem = String.valueOf(cause.getCause() == null ? cause.getMessage() : cause.getCause());
                }
                end.countDown();
            });
            Topology.declare(channel);
            channel.basicQos(prefetch);
            channel.basicConsume(
                    Topology.QUEUE,
                    false,
                    (tag, delivery) -> {
                        room.acquireUninterruptibly();
                        emitter.emit(message(channel, delivery));
                    },
                    tag -> {
                        problem = "RabbitMQ cancelled the consumer";
                        end.countDown();
                    });
            isConsuming = true;
            told = "";
            LOG.infof("Alerts come from the queue %s at %s:%d", Topology.QUEUE, factory.getHost(), factory.getPort());
            end.await();
            LOG.warnf("RabbitMQ brings no alerts (%s); connecting anew until it does", problem);
        } catch (IOException | TimeoutException | RuntimeException e) {
            tell(e);
        } finally {
            isConsuming = false;
            if (connection != null) {
                connection.abort(LAST_WORDS_MILLIS);
            }
        }
    }

    /** Says it once for each reason: a broker may be away for hours. */
    private void tell(Exception failure) {
        Throwable cause = failure.getMessage() == null && failure.getCause() != null ? failure.getCause() : failure;
        problem = "cannot read %s at %s:%d: %s".formatted(Topology.QUEUE, factory.getHost(), factory.getPort(), cause);
        if (!problem.equals(told)) {
            told = problem;
            LOG.warnf("The alerter %s. Alerts wait in the queue; connecting anew until it works", problem);
        }
    }

    /** What an ended channel brought is stored before it is brought again: then it is known by its id. */
    private void awaitEmptyHands() throws InterruptedException {
        room.acquire(prefetch);
        room.release(prefetch);
    }

    private Message<byte[]> message(Channel channel, Delivery delivery) {
        long tag = delivery.getEnvelope().getDeliveryTag();
        return Message.of(
                delivery.getBody(),
                () -> settle(() -> channel.basicAck(tag, false)),
                reason -> settle(() -> channel.basicReject(tag, !(reason instanceof IllegalArgumentException))));
    }

    private CompletionStage<Void> settle(Settlement settlement) {
        room.release();
        try {
            return CompletableFuture.runAsync(() -> run(settlement), settling);
        } catch (RejectedExecutionException e) {
            LOG.debugf("A message was not settled, since the alerter ends: it is brought again");
            return CompletableFuture.completedStage(null);
        }
    }

    private static void run(Settlement settlement) {
        try {
            settlement.run();
        } catch (IOException | RuntimeException e) {
            LOG.debugf("A message was not settled (%s): it is brought again", e);
        }
    }

    @Override
    public void close() {
        isClosed = true;
        Thread reading = thread;
        if (reading != null) {
            reading.interrupt();
        }
        settling.shutdown();
    }

    private interface Settlement {
        void run() throws IOException;
    }
}
