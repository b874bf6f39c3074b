package dev.logbell.processor.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;

class StoreHealthTest {
    @Test
    void saysThatTheStoreIsBeingOpenedInsteadOfThatItDoesNotAnswer() {
        LogStore opening = only(LogStore.class, "open", Uni.createFrom().nothing());
        StoreSettings settings = only(StoreSettings.class, "store", StoreSettings.Kind.SQLITE);

        HealthCheckResponse response = new StoreHealth(opening, new StoreOpener(opening), new StoreWriting(), settings)
                .call()
                .await()
                .indefinitely();

        assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(response.getData())
                .contains(
                        Map.of("store", "SQLITE", "state", "the store is being opened; what comes in meanwhile waits"));
    }

    /** Answers one method; any other fails the test. */
    private static <T> T only(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, given) -> {
            assertThat(called.getName()).isEqualTo(method);
            return answer;
        }));
    }
}
