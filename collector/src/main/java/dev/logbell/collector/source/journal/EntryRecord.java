package dev.logbell.collector.source.journal;

import dev.logbell.collector.source.journal.JournalEntry.Field;
import dev.logbell.log.LogRecord;
import dev.logbell.wire.LogRecordCodec;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes a record of an entry, under OpenTelemetry's names. The same entry always becomes the same bytes, so that their
 * offsets hold over a restart.
 */
final class EntryRecord {
    private static final int LONGEST_ORIGINAL = 1_024;
    private static final long MOST_MICROS = 253_402_300_799_000_000L;
    private static final int[] SEVERITIES = {21, 19, 18, 17, 13, 10, 9, 5};
    private static final String[] WORDS = {"emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"};
    private static final Map<String, String> TEXTS = Map.ofEntries(
            Map.entry("_SYSTEMD_UNIT", "systemd.unit"),
            Map.entry("_SYSTEMD_USER_UNIT", "systemd.user_unit"),
            Map.entry("_EXE", "process.executable.path"),
            Map.entry("_COMM", "process.executable.name"),
            Map.entry("_CMDLINE", "process.command_line"),
            Map.entry("_TRANSPORT", "journal.transport"),
            Map.entry("MESSAGE_ID", "journal.message_id"),
            Map.entry("SYSLOG_IDENTIFIER", "syslog.identifier"),
            Map.entry("CODE_FILE", "code.file.path"),
            Map.entry("CODE_FUNC", "code.function.name"));
    private static final Map<String, String> NUMBERS = Map.of(
            "_PID", "process.pid",
            "_UID", "process.real_user.id",
            "_GID", "process.group.id",
            "TID", "thread.id",
            "SYSLOG_FACILITY", "syslog.facility",
            "CODE_LINE", "code.line.number");
    private static final Map<String, String> RESOURCES = Map.of(
            "_MACHINE_ID", "host.id",
            "CONTAINER_ID_FULL", "container.id",
            "CONTAINER_NAME", "container.name",
            "IMAGE_NAME", "container.image.name");
    /** What is said by other fields already, or changes with each boot and tells nothing about the event. */
    private static final Set<String> LEFT_OUT = Set.of(
            "MESSAGE",
            "PRIORITY",
            "SYSLOG_PID",
            "SYSLOG_TIMESTAMP",
            "SYSLOG_RAW",
            "COREDUMP",
            "CONTAINER_ID",
            "_HOSTNAME",
            "_BOOT_ID",
            "_CAP_EFFECTIVE",
            "_RUNTIME_SCOPE",
            "_SELINUX_CONTEXT",
            "_SOURCE_BOOTTIME_TIMESTAMP",
            "_SOURCE_MONOTONIC_TIMESTAMP",
            "_SOURCE_REALTIME_TIMESTAMP",
            "_STREAM_ID",
            "_SYSTEMD_CGROUP",
            "_SYSTEMD_INVOCATION_ID",
            "_SYSTEMD_OWNER_UID",
            "_SYSTEMD_SLICE");

    private EntryRecord() {}

    /** One line of JSON. */
    static byte[] encode(JournalEntry entry) {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        LogRecordCodec.write(of(entry), line);
        return line.toByteArray();
    }

    static LogRecord of(JournalEntry entry) {
        Map<String, Object> attributes = new TreeMap<>();
        Map<String, String> resource = new TreeMap<>();
        for (Field field : entry.fields()) {
            put(field, attributes, resource);
        }
        String service = service(entry);
        if (!service.isEmpty()) {
            resource.put("service.name", service);
        }
        Field message = entry.field("MESSAGE");
        if (message != null && message.isCut()) {
            attributes.put("log.record.truncated", true);
        }
        if (message != null && message.value().length <= LONGEST_ORIGINAL && !isUtf8(message.value())) {
            attributes.put("log.record.original.base64", Base64.getEncoder().encodeToString(message.value()));
        }
        int priority = priority(entry);
        return new LogRecord(
                time(entry),
                null,
                priority < 0 ? 0 : SEVERITIES[priority],
                priority < 0 ? "" : WORDS[priority],
                new LogRecord.Line(message == null ? "" : message.text()),
                attributes,
                resource,
                null,
                null);
    }

    private static void put(Field field, Map<String, Object> attributes, Map<String, String> resource) {
        String name = field.name();
        if (name.startsWith("__") || LEFT_OUT.contains(name)) {
            return;
        }
        String ofResource = RESOURCES.get(name);
        if (ofResource != null) {
            resource.putIfAbsent(ofResource, field.text());
            return;
        }
        String number = NUMBERS.get(name);
        Object value = number == null ? field.text() : number(field.text());
        attributes.merge(number == null ? TEXTS.getOrDefault(name, name) : number, value, EntryRecord::both);
    }

    private static Object both(Object before, Object value) {
        List<Object> all = new ArrayList<>(before instanceof List<?> list ? list : List.of(before));
        all.add(value);
        return all;
    }

    private static Object number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    /** The unit without its ending, or what the program calls itself. */
    private static String service(JournalEntry entry) {
        String unit = entry.text("_SYSTEMD_UNIT");
        if (unit.endsWith(".service") && !unit.startsWith("user@")) {
            return unit.substring(0, unit.length() - ".service".length());
        }
        String identifier = entry.text("SYSLOG_IDENTIFIER");
        return identifier.isEmpty() ? entry.text("_COMM") : identifier;
    }

    /**
     * Syslog's severity, -1 if none is given. What a service prints has 6 unless it says otherwise, which is no
     * statement: the text may say more.
     */
    private static int priority(JournalEntry entry) {
        String text = entry.text("PRIORITY");
        int priority = text.length() == 1 && text.charAt(0) >= '0' && text.charAt(0) <= '7' ? text.charAt(0) - '0' : -1;
        return priority == 6 && entry.text("_TRANSPORT").equals("stdout") ? -1 : priority;
    }

    private static Instant time(JournalEntry entry) {
        long micros = micros(entry.text("_SOURCE_REALTIME_TIMESTAMP"));
        if (micros < 0) {
            micros = Math.max(0, micros(entry.text("__REALTIME_TIMESTAMP")));
        }
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
    }

    private static long micros(String text) {
        try {
            long micros = Long.parseLong(text);
            return micros <= MOST_MICROS ? micros : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
