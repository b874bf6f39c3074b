package dev.logbell.collector;

import dev.logbell.collector.edge.mask.Masking;
import dev.logbell.collector.source.socket.ListenConfig;
import dev.logbell.collector.source.socket.PortsConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the collector reads and how, under the prefix {@code collector}; checked by {@link CollectorSettings}. What may
 * change while it runs, {@link Configuration.Part} tells.
 */
@ConfigMapping(prefix = "collector")
public interface CollectorConfig {
    /**
     * Globs of the files to follow, e.g. {@code /var/log/app/*.log,/srv/**}{@code /logs/*.log}. Files that do not exist
     * yet are followed as soon as they do; {@code -} is standard input. COLLECTOR_FILES in the environment.
     */
    Optional<List<String>> files();

    /** Globs of files to leave out. */
    Optional<List<String>> exclude();

    /** Where to start in files that are there at the very first start; later ones are read from their beginning. */
    @WithDefault("beginning")
    ReadFrom readFrom();

    /**
     * How long a file may have been at rest when it is found to be read from its beginning; one that rested for longer is
     * followed from its end. Any if left out.
     */
    Optional<Duration> ignoreOlder();

    /** How many files are open at once; those that are idle are closed first, and opened again when they change. At least 10. */
    @WithDefault("1000")
    int maxOpenFiles();

    /** Longest event; a longer one is cut and marked. 1 to 16777216. */
    @WithDefault("1048576")
    int maxEventBytes();

    /** How much a chunk holds; exceeded only by one long event. 1024 to 16777216. */
    @WithDefault("262144")
    int maxChunkBytes();

    /** How long the last event of a file is held for lines that go on it; four times that once it has several. */
    @WithDefault("5ms")
    Duration quietTime();

    /** How long a line without its end is waited for; what comes later is then an event of its own. */
    @WithDefault("1s")
    Duration partialLineTime();

    /** Files in which an event starts with lines of one form, whatever the others look like; by any name. */
    Map<String, Multiline> multiline();

    /** Files that are not UTF-8, and have no byte order mark that would tell; by any name. */
    Map<String, Encoding> encoding();

    /** The systemd journal. */
    Journal journal();

    /** Folder that holds the checkpoints, under {@code collector}. LOGBELL_DATA in the environment. */
    Path data();

    /** Name of this machine in the events and the sources' ids; its host name if left out. */
    Optional<String> host();

    /** Bytes that may be read but not acknowledged yet, of files, and as many of streams; reading waits above. At least 65536. */
    @WithDefault("4194304")
    long maxInFlightBytes();

    /** Partitions of the Kafka topic, if the collector is the one to create it. */
    @WithDefault("6")
    int topicPartitions();

    /** Secrets that are masked before anything leaves this machine. */
    Mask mask();

    /** Events that are left out before they leave this machine, by any name. */
    Map<String, Drop> drop();

    /** Events of which one in so many is kept, by any name. */
    Map<String, Sample> sample();

    /** Events of which so many a second are kept, by any name. */
    Map<String, Limit> limit();

    /**
     * File of properties with {@code collector.mask.*}, {@code .drop.*}, {@code .sample.*}, {@code .limit.*} and {@code
     * .attributes.*}, over those that stand elsewhere. COLLECTOR_RULES_FILE in the environment.
     */
    Optional<Path> rulesFile();

    /** Resource attributes that all events get, e.g. {@code deployment.environment.name}; the sources' own win. */
    Map<String, String> attributes();

    /** What is taken from senders over HTTP and gRPC, on the collector's HTTP port. */
    Http http();

    /** What is taken from senders over HTTP and gRPC. */
    interface Http {
        /**
         * Whether {@code /ingest}, OTLP, {@code _bulk}, Loki's push and GELF are there. They are as safe as the rest of
         * the HTTP interface: on loopback, or behind LOGBELL_TOKEN. They are if this is left out; if it is set to true,
         * a collector may do without files.
         */
        Optional<Boolean> enabled();

        /** Largest body of a request, compressed and decompressed. 1024 to 268435456. */
        @WithDefault("16777216")
        int maxBodyBytes();

        /** Memory that all requests together take until they are answered; above, senders are told to wait. */
        @WithDefault("67108864")
        long maxMemoryBytes();

        /** How long a sender waits for its answer; if its events are not safe by then, it is told to send them again. */
        @WithDefault("10s")
        Duration acknowledgeWithin();
    }

    /** Whether to read standard input, as COLLECTOR_FILES=- does; the collector ends with it if it is all there is. */
    @WithDefault("false")
    boolean stdin();

    /** What all sockets have in common that senders reach the collector by. */
    ListenConfig listen();

    /** Syslog, RFC 3164 and 5424. The usual ports are 514 for UDP and TCP, 6514 for TLS. */
    PortsConfig syslog();

    /** Lines of text, as {@code nc} sends them. */
    PortsConfig lines();

    /** GELF, in chunks and compressed over UDP, ended by NULs over TCP. The usual port is 12201. */
    PortsConfig gelf();

    /** Where to start in a file that is there at the very first start. */
    enum ReadFrom {
        BEGINNING,
        END
    }

    /** How the events of some files start. */
    interface Multiline {
        /** Globs of the files. */
        List<String> files();

        /**
         * Regular expression (RE2) that is found in the first KiB of each line that starts an event, e.g. {@code ^\d{4}-}.
         */
        String start();
    }

    /** What the bytes of some files mean. */
    interface Encoding {
        /** Globs of the files. */
        List<String> files();

        /** Name of the encoding, e.g. {@code windows-1252}, {@code Shift_JIS}, {@code GB18030}, {@code UTF-16LE}. */
        String charset();
    }

    /** What is left out. */
    interface Drop {
        /**
         * Query of the events, as in searches: words of the lines, severity, file, host, service, source, {@code
         * resource.<name>}; not what only parsing finds out.
         */
        String query();
    }

    /** What is kept in part. */
    interface Sample {
        /** Query of the events. */
        String query();

        /** How many events one is kept of, the same ones whenever they are read. At least 1. */
        int oneIn();
    }

    /** What is kept up to a rate. */
    interface Limit {
        /** Query of the events; all if left out. */
        Optional<String> query();

        /** How many events of each source are kept a second, by the time they are read. At least 1. */
        int perSecond();

        /** How many events of each source are kept at once after a rest; as many as in a second if left out. */
        Optional<Integer> burst();
    }

    /** Which secrets are masked. */
    interface Mask {
        /** Whether anything is. */
        @WithDefault("true")
        boolean enabled();

        /** What is looked for: {@code cards}, {@code keys}, {@code passwords}, {@code emails}, {@code ips}. */
        @WithDefault("cards,keys,passwords")
        Set<Masking.Preset> presets();

        /** Rules of one's own, by any name. */
        Map<String, MaskRule> rules();
    }

    /** Something else that is masked. */
    interface MaskRule {
        /**
         * Regular expression (RE2), looked for in each line, or in each text of a record; its groups are masked, or all
         * of it if it has none.
         */
        String pattern();
    }

    /** What is read of the systemd journal, through journalctl. */
    interface Journal {
        /** Whether it is read. COLLECTOR_JOURNAL_ENABLED in the environment. */
        @WithDefault("false")
        boolean enabled();

        /** Units of which alone entries are read, e.g. {@code nginx.service}; all if left out. */
        Optional<List<String>> units();

        /** Matches as journalctl takes them, e.g. {@code _TRANSPORT=kernel}. */
        Optional<List<String>> matches();

        /** Folder of the journal's files; this machine's own journal if left out. */
        Optional<Path> directory();

        /** The program that shows the journal. */
        @WithDefault("journalctl")
        String command();
    }
}
