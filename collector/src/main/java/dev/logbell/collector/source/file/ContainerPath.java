package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells from a path which container writes there, under OpenTelemetry's names. (Kubernetes, Docker.) */
final class ContainerPath {
    private static final int LINKS = 4;
    /** {@code /var/log/pods/<namespace>_<pod>_<uid>/<container>/<restarts>.log}, rotated or not. */
    private static final Pattern POD = Pattern.compile(
            "/pods/(?<namespace>[^/_]+)_(?<pod>[^/_]+)_(?<uid>[^/_]+)/(?<container>[^/]+)/(?<restarts>[0-9]{1,9})\\.log[^/]*");
    /** {@code /var/log/containers/<pod>_<namespace>_<container>-<id>.log}. */
    private static final Pattern LINK = Pattern.compile(
            "/containers/(?<pod>[^/_]+)_(?<namespace>[^/_]+)_(?<container>[^/]+)-(?<id>[0-9a-f]{64})\\.log");
    /** {@code /var/lib/docker/containers/<id>/<id>-json.log}. */
    private static final Pattern DOCKER = Pattern.compile("/containers/(?<id>[0-9a-f]{64})/\\k<id>-json\\.log[^/]*");

    private ContainerPath() {}

    /** What a path tells, and what the files tell that it is a link to; empty if no container writes there. */
    static Map<String, String> resource(Path path) {
        Map<String, String> resource = new LinkedHashMap<>();
        Path at = path.toAbsolutePath();
        for (int i = 0; i < LINKS; i++) {
            tell(at.toString(), resource);
            try {
                if (!Files.isSymbolicLink(at)) {
                    break;
                }
                at = at.resolveSibling(Files.readSymbolicLink(at)).normalize();
            } catch (IOException gone) {
                break;
            }
        }
        return resource;
    }

    private static void tell(String path, Map<String, String> resource) {
        Matcher pod = POD.matcher(path);
        if (pod.find() && pod.end() == path.length()) {
            resource.putIfAbsent("k8s.namespace.name", pod.group("namespace"));
            resource.putIfAbsent("k8s.pod.name", pod.group("pod"));
            resource.putIfAbsent("k8s.pod.uid", pod.group("uid"));
            resource.putIfAbsent("k8s.container.name", pod.group("container"));
            resource.putIfAbsent("k8s.container.restart_count", pod.group("restarts"));
            return;
        }
        Matcher link = LINK.matcher(path);
        if (link.find() && link.end() == path.length()) {
            resource.putIfAbsent("k8s.namespace.name", link.group("namespace"));
            resource.putIfAbsent("k8s.pod.name", link.group("pod"));
            resource.putIfAbsent("k8s.container.name", link.group("container"));
            resource.putIfAbsent("container.id", link.group("id"));
            return;
        }
        Matcher docker = DOCKER.matcher(path);
        if (docker.find() && docker.end() == path.length()) {
            resource.putIfAbsent("container.id", docker.group("id"));
        }
    }
}
