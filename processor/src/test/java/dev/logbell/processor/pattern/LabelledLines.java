package dev.logbell.processor.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Lines as the statements of well-known programs write them, each with the number of its statement. A statement is a
 * text with names of values in braces; what is written more often stands earlier within its program.
 */
final class LabelledLines {
    static final List<String> STATEMENTS = List.of(
            // sshd
            "Failed password for {user} from {ip} port {int} ssh2",
            "Failed password for invalid user {user} from {ip} port {int} ssh2",
            "Accepted publickey for {user} from {ip} port {int} ssh2: RSA SHA256:{base64}",
            "Connection closed by {ip} port {int} [preauth]",
            "pam_unix(sshd:session): session opened for user {user} by (uid={int})",
            "pam_unix(sshd:session): session closed for user {user}",
            "Received disconnect from {ip}: 11: Bye Bye [preauth]",
            "reverse mapping checking getaddrinfo for {host} [{ip}] failed - POSSIBLE BREAK-IN ATTEMPT!",
            "Invalid user {user} from {ip}",
            // HDFS
            "Receiving block blk_{long} src: /{ip}:{int} dest: /{ip}:{int}",
            "BLOCK* NameSystem.addStoredBlock: blockMap updated: {ip}:{int} is added to blk_{long} size {int}",
            "PacketResponder {int} for block blk_{long} terminating",
            "Received block blk_{long} of size {int} from /{ip}",
            "Verification succeeded for blk_{long}",
            "Deleting block blk_{long} file {path}",
            "BLOCK* NameSystem.allocateBlock: {path} blk_{long}",
            // Spark
            "Finished task {int}.0 in stage {int}.0 (TID {int}) in {int} ms on {host} ({int}/{int})",
            "Starting task {int}.0 in stage {int}.0 (TID {int}, {host}, partition {int}, PROCESS_LOCAL, {int} bytes)",
            "Block broadcast_{int} stored as values in memory (estimated size {size}, free {size})",
            "Removed broadcast_{int}_piece0 on {ip}:{int} in memory (size: {size}, free: {size})",
            "Found block rdd_{int}_{int} locally",
            "Changing view acls to: {users}",
            // ZooKeeper and Kafka
            "Received connection request /{ip}:{int}",
            "Established session 0x{hex} with negotiated timeout {int} for client /{ip}:{int}",
            "Closed socket connection for client /{ip}:{int} which had sessionid 0x{hex}",
            "Expiring session 0x{hex}, timeout of {int}ms exceeded",
            "[GroupCoordinator {int}]: Preparing to rebalance group {topic} in state PreparingRebalance with old generation {int} (__consumer_offsets-{int})",
            "[ReplicaManager broker={int}] Leader {topic}-{int} starts at leader epoch {int}",
            "[Log partition={topic}-{int}, dir={path}] Rolled new log segment at offset {int} in {int} ms.",
            "Created log for partition {topic}-{int} in {path} with properties {}",
            "Topic creation {topic} with {int} partitions",
            // PostgreSQL
            "checkpoint complete: wrote {int} buffers ({float}%); {int} WAL file(s) added, {int} removed, {int} recycled; write={float} s, sync={float} s, total={float} s",
            "connection authorized: user={user} database={database} application_name={service}",
            "disconnection: session time: 0:00:0{digit}.{int} user={user} database={database} host={ip} port={int}",
            "duplicate key value violates unique constraint \"{table}_pkey\"",
            "relation \"{table}\" does not exist at character {int}",
            "automatic vacuum of table \"{database}.public.{table}\": index scans: {int}",
            "deadlock detected",
            "could not receive data from client: Connection reset by peer",
            // nginx error log
            "*{int} connect() failed (111: Connection refused) while connecting to upstream, client: {ip}, server: {host}, request: \"GET {url} HTTP/1.1\", upstream: \"http://{ip}:{int}{url}\", host: \"{host}\"",
            "*{int} upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: {host}, request: \"POST {url} HTTP/1.1\", upstream: \"http://{ip}:{int}{url}\", host: \"{host}\"",
            "*{int} open() \"{path}\" failed (2: No such file or directory), client: {ip}, server: {host}, request: \"GET {url} HTTP/1.1\", host: \"{host}\"",
            "*{int} client intended to send too large body: {int} bytes, client: {ip}, server: {host}",
            "signal process started",
            // Kubernetes
            "Successfully assigned {namespace}/{pod} to {node}",
            "Back-off restarting failed container {container} in pod {pod}_{namespace}({uuid})",
            "Readiness probe failed: HTTP probe failed with statuscode: {status}",
            "Liveness probe failed: Get \"http://{ip}:{int}/healthz\": context deadline exceeded",
            "Scaled up replica set {service}-{hex} to {int}",
            "Pulling image \"registry.example.com/{service}:{version}\"",
            "Successfully pulled image \"registry.example.com/{service}:{version}\" in {float}s",
            "Created container {container}",
            "Started container {container}",
            "Killing container with a grace period of {int} seconds",
            "\"SyncLoop UPDATE\" source=\"api\" pods=[\"{namespace}/{pod}\"]",
            // Redis
            "Background saving started by pid {int}",
            "{int} changes in {int} seconds. Saving...",
            "DB saved on disk",
            "RDB: {int} MB of memory used by copy-on-write",
            "Replica {ip}:{int} asks for synchronization",
            "Accepted {ip}:{int}",
            // systemd
            "Started {unit}.",
            "Stopped {unit}.",
            "Starting {unit}...",
            "{unit}: Main process exited, code=exited, status={int}/FAILURE",
            "{unit}: Consumed {float}s CPU time.",
            "Session {int} of user {user} logged out. Waiting for processes to exit.",
            "New session {int} of user {user}.",
            // kernel
            "eth{digit}: link up, 1000Mbps, full-duplex, lpa 0x{hex}",
            "Out of memory: Killed process {int} ({process}) total-vm:{int}kB, anon-rss:{int}kB, file-rss:{int}kB, shmem-rss:0kB, UID:{int} pgtables:{int}kB oom_score_adj:{int}",
            "device veth{hex} entered promiscuous mode",
            "docker0: port {int}(veth{hex}) entered blocking state",
            "docker0: port {int}(veth{hex}) entered forwarding state",
            "TCP: request_sock_TCP: Possible SYN flooding on port {int}. Sending cookies.",
            "EXT4-fs (sd{letter}{digit}): mounted filesystem with ordered data mode. Opts: (null)",
            // OpenStack Nova
            "{ip} \"GET /v2/{hex32}/servers/detail HTTP/1.1\" status: {status} len: {int} time: {float}",
            "[instance: {uuid}] VM Started (Lifecycle Event)",
            "[instance: {uuid}] VM Paused (Lifecycle Event)",
            "[instance: {uuid}] Took {float} seconds to build instance.",
            "[instance: {uuid}] Attempting claim: memory {int} MB, disk {int} GB, vcpus {digit} CPU",
            "Active base files: {path}",
            "image {uuid} at ({path}): checking",
            // A shop in Java
            "Order {order} placed by customer {int} for {float} EUR",
            "Payment of {float} EUR declined for card ending {int}: {reason}",
            "Payment of {float} EUR accepted for card ending {int}",
            "User {user} logged in from {ip}",
            "User {user} logged out after {int} minutes",
            "User {user} changed password",
            "Sending mail to {email} with template {template}",
            "Retrying request to {service} (attempt {digit} of 5)",
            "Circuit breaker for {service} is now {breaker}",
            "HikariPool-{digit} - Connection is not available, request timed out after {int}ms.",
            "Cache miss for key {cachekey}",
            "Cache hit for key {cachekey}",
            "Completed {status} in {int}ms",
            "Executing job {job} scheduled at {time}",
            "Job {job} finished in {duration}",
            "Job {job} failed: {reason}",
            // key and value
            "request completed method={method} path={url} status={status} duration={duration} user={user}",
            "request failed method={method} path={url} status={status} error=\"{reason}\" user={user}",
            "event=login user={user} ip={ip} success={bool}",
            "{\"event\":\"purchase\",\"user\":\"{user}\",\"amount\":{float},\"currency\":\"EUR\",\"items\":{int}}",
            "level=info component={component} msg=\"compaction done\" duration={duration} blocks={int}",
            "level=info component={component} msg=\"flushing memtable\" size={int}",
            // cron, mail and others
            "({user}) CMD ({command})",
            "{hex}: from=<{email}>, size={int}, nrcpt={digit} (queue active)",
            "{hex}: to=<{email}>, relay={host}[{ip}]:25, delay={float}, delays={float}/{float}/{float}/{float}, dsn=2.0.0, status=sent (250 2.0.0 OK)",
            "{hex}: removed",
            "DHCPREQUEST for {ip} from {mac} via eth0",
            "DHCPACK on {ip} to {mac} ({host}) via eth0");

    private static final String[] USERS = {
        "root", "admin", "alice", "bob", "carol", "dave", "oracle", "postgres", "git", "test", "guest", "ubuntu",
        "deploy", "jenkins", "nagios", "ftp", "www-data", "backup", "erin", "frank", "grace", "heidi", "ivan", "judy",
        "user1", "svc_payments", "j.smith", "maria", "pi", "support"
    };
    private static final String[] SERVICES = {
        "payments",
        "orders",
        "inventory",
        "shipping",
        "search",
        "checkout",
        "catalog",
        "auth",
        "gateway",
        "notifications",
        "billing",
        "user-profile",
        "recommendations",
        "pricing"
    };
    private static final String[] HOSTS = {
        "web",
        "db",
        "cache",
        "mesos-slave",
        "ip-10-0-3-7.ec2.internal",
        "mail.example.org",
        "shop.example.com",
        "api.example.com",
        "worker",
        "build.corp.example.net",
        "localhost"
    };
    private static final String[] UNITS = {
        "nginx.service", "Daily apt download activities", "Session 4 of user root", "postgresql.service",
        "Network Manager", "docker.service", "User Manager for UID 1000", "Cleanup of Temporary Directories",
        "Rotate log files", "OpenBSD Secure Shell server", "cron.service", "systemd-logind.service"
    };

    /** Spreads frequent statements over the programs; prime to their number. */
    private static final int SPREAD = 37;

    private LabelledLines() {}

    /** A line and the number of its statement. */
    record Line(int statement, String text) {}

    static List<Line> lines(int count, long seed) {
        Random random = new Random(seed);
        List<Line> lines = new ArrayList<>(count);
        double[] upTo = new double[STATEMENTS.size()];
        double sum = 0;
        for (int rank = 0; rank < upTo.length; rank++) {
            sum += 1.0 / (rank + 1);
            upTo[rank] = sum;
        }
        for (int i = 0; i < count; i++) {
            int rank = Arrays.binarySearch(upTo, random.nextDouble() * sum);
            int statement = (rank < 0 ? -rank - 1 : rank) * SPREAD % STATEMENTS.size();
            lines.add(new Line(statement, fill(STATEMENTS.get(statement), random)));
        }
        return lines;
    }

    private static String fill(String statement, Random random) {
        StringBuilder line = new StringBuilder();
        int at = 0;
        while (at < statement.length()) {
            int open = statement.indexOf('{', at);
            int close = open < 0 ? -1 : statement.indexOf('}', open);
            if (close < 0) {
                return line.append(statement.substring(at)).toString();
            }
            String name = statement.substring(open + 1, close);
            String value = value(name, random);
            if (value == null) {
                line.append(statement, at, open + 1);
                at = open + 1;
            } else {
                line.append(statement, at, open).append(value);
                at = close + 1;
            }
        }
        return line.toString();
    }

    private static String value(String name, Random random) {
        return switch (name) {
            case "int" -> Integer.toString(random.nextInt((int) Math.pow(10, 1 + random.nextInt(6))));
            case "digit" -> Integer.toString(1 + random.nextInt(9));
            case "long" -> Long.toString(random.nextLong());
            case "float" -> random.nextInt(300) + "." + random.nextInt(1000);
            case "hex" -> Long.toHexString(random.nextLong() & 0xFFFFFFFFL);
            case "hex32" ->
                Long.toHexString(random.nextLong() | Long.MIN_VALUE)
                        + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
            case "uuid" -> new java.util.UUID(random.nextLong(), random.nextLong()).toString();
            case "ip" ->
                random.nextInt(10) == 0
                        ? "fe80::" + Integer.toHexString(random.nextInt(65536))
                        : random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                                + random.nextInt(256);
            case "mac" -> mac(random);
            case "base64" -> base64(random);
            case "user" -> random.nextInt(5) == 0 ? "u" + random.nextInt(1000) : any(random, USERS);
            case "users" -> random.nextBoolean() ? any(random, USERS) : any(random, USERS) + "," + any(random, USERS);
            case "host" -> any(random, HOSTS) + (random.nextBoolean() ? "-" + random.nextInt(40) : "");
            case "node" -> "node-" + random.nextInt(20) + ".internal";
            case "service", "container" -> any(random, SERVICES);
            case "component" -> any(random, "compactor", "ingester", "querier", "store-gateway", "ruler");
            case "namespace" -> any(random, "default", "kube-system", "shop", "monitoring", "staging");
            case "pod" ->
                any(random, SERVICES) + "-" + Long.toHexString(random.nextLong() & 0xFFFFFFFFFFL) + "-"
                        + letters(random, 5);
            case "topic" ->
                any(random, "orders", "payments", "user-events", "clicks", "audit.log", "__consumer_offsets", "mail");
            case "database" -> any(random, "shop", "billing", "postgres", "analytics", "crm");
            case "table" -> any(random, "orders", "users", "order_items", "payments", "sessions", "invoices");
            case "unit" -> any(random, UNITS);
            case "process" -> any(random, "java", "chrome", "mysqld", "python3", "node", "postgres");
            case "path" -> path(random);
            case "url" ->
                "/" + any(random, "api/v1/orders", "cart", "item", "login", "static/js/app.js", "users")
                        + (random.nextBoolean() ? "/" + random.nextInt(100000) : "")
                        + (random.nextInt(4) == 0 ? "?page=" + random.nextInt(9) : "");
            case "email" -> any(random, USERS) + "@" + any(random, "example.com", "example.org", "mail.example.net");
            case "template" -> any(random, "order-confirmation", "password-reset", "newsletter", "invoice");
            case "reason" ->
                any(random, "insufficient funds", "timeout", "connection refused", "card expired", "do not honour");
            case "breaker" -> any(random, "OPEN", "CLOSED", "HALF_OPEN");
            case "cachekey" -> any(random, "user:", "cart:", "price:") + random.nextInt(10000);
            case "job" ->
                any(random, "nightly-report", "cleanup", "reindex", "invoice-run", "sync-stock", "expire-carts");
            case "order" -> "ORD-" + random.nextInt(1000000);
            case "status" -> any(random, "200", "201", "404", "500", "503");
            case "method" -> any(random, "GET", "POST", "PUT", "DELETE");
            case "bool" -> any(random, "true", "false");
            case "size" -> random.nextInt(1000) + "." + random.nextInt(10) + " " + any(random, "B", "KB", "MB", "GB");
            case "duration" ->
                any(
                        random,
                        random.nextInt(1000) + "ms",
                        random.nextInt(60) + "." + random.nextInt(10) + "s",
                        random.nextInt(5) + "m" + random.nextInt(60) + "s");
            case "time" ->
                "2026-03-" + (10 + random.nextInt(20)) + "T" + (10 + random.nextInt(14)) + ":"
                        + (10 + random.nextInt(50)) + ":00Z";
            case "version" -> random.nextInt(9) + "." + random.nextInt(20) + "." + random.nextInt(9);
            case "command" ->
                any(
                        random,
                        "   cd / && run-parts --report /etc/cron.hourly",
                        "command -v debian-sa1 > /dev/null && debian-sa1 1 1",
                        "/usr/local/bin/backup.sh",
                        "test -x /usr/sbin/anacron || run-parts /etc/cron.daily");
            case "letter" -> letters(random, 1);
            default -> null;
        };
    }

    private static String any(Random random, String... values) {
        return values[(int) (random.nextDouble() * random.nextDouble() * values.length)];
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(length == 1 ? 26 : 36)));
        }
        return letters.toString();
    }

    private static String mac(Random random) {
        StringBuilder mac = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            mac.append(i == 0 ? "" : ":")
                    .append(Integer.toHexString(256 + random.nextInt(256)).substring(1));
        }
        return mac.toString();
    }

    private static String base64(Random random) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return java.util.Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= 1 + random.nextInt(4); i++) {
            path.append('/')
                    .append(any(
                            random,
                            "var",
                            "data",
                            "log",
                            "user",
                            "root",
                            "tmp",
                            "part-000" + random.nextInt(99),
                            "home",
                            "job_" + random.nextInt(9999),
                            "static"));
        }
        return path.toString();
    }
}
