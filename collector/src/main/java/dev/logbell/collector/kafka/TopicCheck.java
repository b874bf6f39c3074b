package dev.logbell.collector.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether brokers would take chunks: the topic is there, and may be written to.
 *
 * @param partitions that the topic should have
 * @param largestRecord that it should take
 */
record TopicCheck(String topic, int partitions, int largestRecord) {
    /** What is wrong with it, and what to do; empty if nothing is. Blocks for the patience at most. */
    Optional<String> problem(Admin admin, Duration patience)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            TopicDescription found = admin.describeTopics(
                            List.of(topic), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                    .allTopicNames()
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .get(topic);
            Set<AclOperation> allowed = found == null ? null : found.authorizedOperations();
            boolean mayWrite = allowed == null || allowed.contains(AclOperation.WRITE);
            return mayWrite ? Optional.empty() : Optional.of(mayNotWrite());
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                case UnknownTopicOrPartitionException missing ->
                    Optional.of(
                            "there is no topic %s: make it, with %d partitions and max.message.bytes %d; reading waits until it is there"
                                    .formatted(topic, partitions, largestRecord));
                case AuthorizationException refused -> Optional.of(mayNotWrite());
                case null, default -> throw e;
            };
        }
    }

    private String mayNotWrite() {
        return "the brokers do not let this collector write to the topic %s: give its user WRITE on it; reading waits until then"
                .formatted(topic);
    }
}
