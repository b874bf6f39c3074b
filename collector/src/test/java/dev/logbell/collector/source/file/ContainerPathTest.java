package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerPathTest {
    private static final String ID = "0123456789abcdef".repeat(4);

    @TempDir
    Path folder;

    @Test
    void readsThePathsOfPods() {
        Map<String, String> expected = Map.of(
                "k8s.namespace.name", "shop",
                "k8s.pod.name", "cart-7d4b9c-x2x",
                "k8s.pod.uid", "49cc7c1f-d3e9-4ec6-8a0b-1a7c1f0c8e11",
                "k8s.container.name", "web",
                "k8s.container.restart_count", "3");
        String pod = "/var/log/pods/shop_cart-7d4b9c-x2x_49cc7c1f-d3e9-4ec6-8a0b-1a7c1f0c8e11/web/3.log";
        assertThat(ContainerPath.resource(Path.of(pod))).isEqualTo(expected);
        assertThat(ContainerPath.resource(Path.of(pod + ".20251105-120000.gz"))).isEqualTo(expected);
        assertThat(ContainerPath.resource(Path.of("/host" + pod))).isEqualTo(expected);
    }

    @Test
    void readsThePathsOfDockerAndOfLinks() {
        assertThat(ContainerPath.resource(Path.of("/var/lib/docker/containers/" + ID + "/" + ID + "-json.log.1")))
                .isEqualTo(Map.of("container.id", ID));
        assertThat(ContainerPath.resource(Path.of("/var/log/containers/cart-7d4b9c-x2x_shop_web-proxy-" + ID + ".log")))
                .isEqualTo(Map.of(
                        "k8s.namespace.name", "shop",
                        "k8s.pod.name", "cart-7d4b9c-x2x",
                        "k8s.container.name", "web-proxy",
                        "container.id", ID));
    }

    @Test
    void putsTogetherWhatALinkAndItsFileTell() throws IOException {
        Path pod = folder.resolve("pods/shop_cart_u1/web/0.log");
        Files.createDirectories(pod.getParent());
        Files.writeString(pod, "x");
        Path link = folder.resolve("containers/cart_shop_web-" + ID + ".log");
        Files.createDirectories(link.getParent());
        Files.createSymbolicLink(link, pod);
        assertThat(ContainerPath.resource(link))
                .containsEntry("container.id", ID)
                .containsEntry("k8s.pod.uid", "u1")
                .containsEntry("k8s.container.restart_count", "0");
    }

    @Test
    void tellsNothingOfOtherPaths() {
        assertThat(ContainerPath.resource(Path.of("/var/log/app/pods.log"))).isEmpty();
        assertThat(ContainerPath.resource(Path.of("/var/log/pods/a_b/c/0.log"))).isEmpty();
    }
}
