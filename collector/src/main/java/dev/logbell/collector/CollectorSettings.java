package dev.logbell.collector;

import dev.logbell.collector.source.file.PathRules;
import dev.logbell.collector.source.file.ReadingLimits;
import dev.logbell.collector.source.journal.JournalSettings;
import dev.logbell.collector.source.socket.SocketSettings;
import dev.logbell.collector.source.socket.SocketSettings.Ports;
import dev.logbell.log.Joining;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The configuration after its check: every value in its range, every default filled in. */
record CollectorSettings(
        List<String> files,
        List<String> exclude,
        String host,
        ReadingLimits limits,
        PathRules rules,
        Optional<JournalSettings> journal,
        SocketSettings sockets,
        boolean isStdin,
        boolean isOnlyStdin) {
    private static final String ASCII = "\n0A{";
    private static final String STDIN = "-";
    private static final int MOST_BYTES = 16_777_216;
    private static final Duration LEAST_PATIENCE = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /**
     * Checks the configuration.
     *
     * @throws IllegalStateException if a value breaks a rule, saying which, and what to do
     */
    static CollectorSettings of(CollectorConfig config) {
        inRange("max-event-bytes", config.maxEventBytes(), 1, MOST_BYTES, 1_048_576);
        inRange("max-chunk-bytes", config.maxChunkBytes(), 1024, MOST_BYTES, 262_144);
        inRange("max-in-flight-bytes", config.maxInFlightBytes(), 65_536, Long.MAX_VALUE, 4_194_304);
        inRange("topic-partitions", config.topicPartitions(), 1, 10_000, 6);
        inRange("http.max-body-bytes", config.http().maxBodyBytes(), 1024, 268_435_456, 16_777_216);
        inRange("http.max-memory-bytes", config.http().maxMemoryBytes(), 65_536, Long.MAX_VALUE, 67_108_864);
        if (config.http().acknowledgeWithin().compareTo(LEAST_PATIENCE) < 0) {
            throw new IllegalStateException(
                    "collector.http.acknowledge-within must be at least 100ms, got %s: raise it or leave it out (10s)"
                            .formatted(config.http().acknowledgeWithin()));
        }
        inRange("max-open-files", config.maxOpenFiles(), 10, 1_000_000, 1000);
        config.ignoreOlder().filter(Duration::isNegative).ifPresent(age -> {
            throw new IllegalStateException(
                    "collector.ignore-older must not be negative, got %s: change it or leave it out".formatted(age));
        });
        notNegative("quiet-time", config.quietTime(), "5ms");
        notNegative("partial-line-time", config.partialLineTime(), "1s");
        List<String> named = texts(config.files().orElse(List.of()));
        boolean isStdin = config.stdin() || named.contains(STDIN);
        List<String> files = named.stream().filter(file -> !file.equals(STDIN)).toList();
        List<Ports> ports = CollectorListeners.ports(config);
        SocketSettings sockets = SocketSettings.of(config.listen(), ports, host(config), config.maxEventBytes());
        boolean isListening = ports.stream().anyMatch(Ports::isAny);
        boolean isPushedTo = isListening || config.http().enabled().orElse(false);
        if (files.isEmpty() && !isStdin && !isPushedTo && !config.journal().enabled()) {
            throw new IllegalStateException(
                    "collector.files is empty, so there is nothing to read: set COLLECTOR_FILES to globs of the files to"
                            + " follow, e.g. COLLECTOR_FILES='/var/log/app/*.log,/srv/**/logs/*.log', to - for standard"
                            + " input, a port such as COLLECTOR_SYSLOG_TCP_PORT=5514, or COLLECTOR_HTTP_ENABLED=true for what"
                            + " is pushed over HTTP alone");
        }
        List<String> exclude = texts(config.exclude().orElse(List.of()));
        files.forEach(glob -> checkGlob("files", glob));
        exclude.forEach(glob -> checkGlob("exclude", glob));
        return new CollectorSettings(
                files,
                exclude,
                host(config),
                new ReadingLimits(
                        config.maxEventBytes(), config.maxChunkBytes(), config.quietTime(), config.partialLineTime()),
                new PathRules(multiline(config), encodings(config)),
                journal(config),
                sockets,
                isStdin,
                isStdin && files.isEmpty() && !isPushedTo && !config.journal().enabled());
    }

    private static List<PathRules.Encoding> encodings(CollectorConfig config) {
        List<PathRules.Encoding> rules = new ArrayList<>();
        new TreeMap<>(config.encoding()).forEach((name, rule) -> {
            List<String> globs = texts(rule.files());
            globs.forEach(glob -> checkGlob("encoding.%s.files".formatted(name), glob));
            rules.add(new PathRules.Encoding(globs, charset(name, rule.charset().strip())));
        });
        return rules;
    }

    /** An encoding in which a character does not depend on the ones before it, so that reading can go on anywhere. */
    private static Charset charset(String name, String charset) {
        try {
            Charset found = Charset.forName(charset);
            if (found.name().startsWith("UTF-16") || isLikeAscii(found)) {
                return found;
            }
        } catch (IllegalArgumentException e) {
            throw refused(name, charset, e);
        }
        throw refused(name, charset, null);
    }

    /** Whether its lines end as those of ASCII do, whatever stands before. */
    private static boolean isLikeAscii(Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        return !name.contains("2022")
                && !name.contains("COMPOUND")
                && charset.canEncode() // else it guesses
                && new String(ASCII.getBytes(StandardCharsets.US_ASCII), charset).equals(ASCII);
    }

    private static IllegalStateException refused(String name, String charset, @Nullable Exception cause) {
        return new IllegalStateException(
                "collector.encoding.%s.charset must be UTF-16 or an encoding that contains ASCII, without shift states, that Java knows, got %s: write e.g. windows-1252, Shift_JIS, GB18030 or UTF-16LE"
                        .formatted(name, charset),
                cause);
    }

    private static Optional<JournalSettings> journal(CollectorConfig config) {
        CollectorConfig.Journal journal = config.journal();
        if (!journal.enabled()) {
            return Optional.empty();
        }
        List<String> matches = texts(journal.matches().orElse(List.of()));
        for (String match : matches) {
            if (!match.equals("+") && match.indexOf('=') < 1) {
                throw new IllegalStateException(
                        "collector.journal.matches must be of the form FIELD=value, got %s: see journalctl(1)"
                                .formatted(match));
            }
        }
        return Optional.of(new JournalSettings(
                journal.command(),
                texts(journal.units().orElse(List.of())),
                matches,
                journal.directory().orElse(null),
                config.readFrom() == CollectorConfig.ReadFrom.END));
    }

    private static List<PathRules.Multiline> multiline(CollectorConfig config) {
        List<PathRules.Multiline> rules = new ArrayList<>();
        new TreeMap<>(config.multiline()).forEach((name, rule) -> {
            List<String> globs = texts(rule.files());
            globs.forEach(glob -> checkGlob("multiline.%s.files".formatted(name), glob));
            try {
                Joining.of(rule.start());
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        "collector.multiline.%s.start must be a regular expression (RE2), got %s"
                                .formatted(name, e.getMessage()),
                        e);
            }
            rules.add(new PathRules.Multiline(globs, rule.start()));
        });
        return rules;
    }

    /** Name of this machine. */
    static String host(CollectorConfig config) {
        return config.host().map(String::strip).filter(host -> !host.isEmpty()).orElseGet(CollectorSettings::hostName);
    }

    private static List<String> texts(List<String> texts) {
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    private static void checkGlob(String key, String glob) {
        try {
            var _ = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        } catch (PatternSyntaxException e) {
            throw new IllegalStateException(
                    "collector.%s must be globs, got %s: close every [ and {, or write \\ before a character that is meant as it is"
                            .formatted(key, glob),
                    e);
        }
    }

    private static void inRange(String key, long value, long lowest, long highest, long usual) {
        if (value < lowest || value > highest) {
            String range = highest == Long.MAX_VALUE ? "at least " + lowest : lowest + ".." + highest;
            throw new IllegalStateException("collector.%s must be %s, got %d: %s it or leave it out (%d)"
                    .formatted(key, range, value, value < lowest ? "raise" : "lower", usual));
        }
    }

    private static void notNegative(String key, Duration value, String usual) {
        if (value.isNegative() || value.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalStateException(
                    "collector.%s must be 0s..1h, got %s: change it or leave it out (%s)".formatted(key, value, usual));
        }
    }

    private static String hostName() {
        // First the kernel's name: in a container that shares the machine's, HOSTNAME still names the container.
        try {
            String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // Not Linux: the environment, or the network knows.
        }
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name.strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
