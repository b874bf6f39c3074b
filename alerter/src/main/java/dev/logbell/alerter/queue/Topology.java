package dev.logbell.alerter.queue;

import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;

/** The exchange, the queue and the dead-letter queue of alerts; each is made if it is not there. */
final class Topology {
    static final String QUEUE = "logbell.alerts";
    private static final String EXCHANGE = "logbell.alerts";
    private static final String DEAD = "logbell.alerts.dead";
    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private Topology() {}

    static void declare(Channel channel) throws IOException {
        channel.exchangeDeclare(EXCHANGE, BuiltinExchangeType.TOPIC, true);
        channel.exchangeDeclare(DEAD, BuiltinExchangeType.DIRECT, true);
        channel.queueDeclare(DEAD, true, false, false, QUORUM);
        channel.queueBind(DEAD, DEAD, QUEUE);
        channel.queueDeclare(
                QUEUE,
                true,
                false,
                false,
                Map.of("x-queue-type", "quorum", "x-dead-letter-exchange", DEAD, "x-dead-letter-routing-key", QUEUE));
        channel.queueBind(QUEUE, EXCHANGE, "#");
    }
}
