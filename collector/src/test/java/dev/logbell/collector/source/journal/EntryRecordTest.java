package dev.logbell.collector.source.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logbell.log.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryRecordTest {
    @Test
    void namesTheFieldsOfAnEntryAsOpenTelemetryDoes() throws IOException {
        LogRecord record = EntryRecord.of(read("""
                __CURSOR=s=1;i=2
                __REALTIME_TIMESTAMP=1762344001123456
                __MONOTONIC_TIMESTAMP=17
                _BOOT_ID=b
                _TRANSPORT=syslog
                PRIORITY=3
                SYSLOG_FACILITY=10
                SYSLOG_IDENTIFIER=sshd
                _PID=4711
                _UID=0
                _COMM=sshd
                _EXE=/usr/sbin/sshd
                _CMDLINE=sshd: [accepted]
                _MACHINE_ID=0639ddb33ad9416c9c2e5d7d8f9ad0a1
                _HOSTNAME=web-1
                _SYSTEMD_UNIT=ssh.service
                _SOURCE_REALTIME_TIMESTAMP=1762344001000001
                MESSAGE=error: no = in the key
                OWN=a
                OWN=b

                """));

        assertThat(record.time()).isEqualTo(Instant.parse("2025-11-05T12:00:01.000001Z"));
        assertThat(record.severityNumber()).isEqualTo(17);
        assertThat(record.severityText()).isEqualTo("err");
        assertThat(record.content()).isEqualTo(new LogRecord.Line("error: no = in the key"));
        assertThat(record.attributes())
                .isEqualTo(Map.of(
                        "OWN", List.of("a", "b"),
                        "journal.transport", "syslog",
                        "process.command_line", "sshd: [accepted]",
                        "process.executable.name", "sshd",
                        "process.executable.path", "/usr/sbin/sshd",
                        "process.pid", 4711L,
                        "process.real_user.id", 0L,
                        "syslog.facility", 10L,
                        "syslog.identifier", "sshd",
                        "systemd.unit", "ssh.service"));
        assertThat(record.resource())
                .isEqualTo(Map.of("service.name", "ssh", "host.id", "0639ddb33ad9416c9c2e5d7d8f9ad0a1"));
    }

    @Test
    void leavesTheSeverityOfWhatAServicePrintsToItsText() throws IOException {
        String printed = "__CURSOR=c\n__REALTIME_TIMESTAMP=1\n_TRANSPORT=stdout\nPRIORITY=%d\nMESSAGE=x\n\n";
        assertThat(EntryRecord.of(read(printed.formatted(6))).severityNumber()).isZero();
        assertThat(EntryRecord.of(read(printed.formatted(4))).severityNumber()).isEqualTo(13);
    }

    @Test
    void readsBinaryFields() throws IOException {
        ByteArrayOutputStream export = new ByteArrayOutputStream();
        export.writeBytes("__CURSOR=c\n".getBytes(UTF_8));
        binary(export, "MESSAGE", "two\nlines\n".getBytes(UTF_8));
        binary(export, "COREDUMP", new byte[200_000]);
        export.writeBytes("_PID=x\n\n__CURSOR=d\n".getBytes(UTF_8));
        binary(export, "MESSAGE", new byte[] {'a', (byte) 0xff});
        export.writeBytes("\n__CURSOR=e\nMESSAGE=cut off".getBytes(UTF_8));
        ExportReader reader = new ExportReader(new ByteArrayInputStream(export.toByteArray()), 1000, 100);

        LogRecord first = EntryRecord.of(next(reader));
        LogRecord second = EntryRecord.of(next(reader));

        assertThat(first.content()).isEqualTo(new LogRecord.Line("two\nlines\n"));
        assertThat(first.attributes()).isEqualTo(Map.of("process.pid", "x"));
        assertThat(second.content()).isEqualTo(new LogRecord.Line("a\uFFFD"));
        assertThat(second.attributes()).isEqualTo(Map.of("log.record.original.base64", "Yf8="));
        assertThat(reader.next()).isNull();
    }

    @Test
    void cutsAMessageThatIsTooLongAndMarksIt() throws IOException {
        ExportReader reader =
                new ExportReader(new ByteArrayInputStream("MESSAGE=0123456789\n\n".getBytes(UTF_8)), 4, 100);
        LogRecord record = EntryRecord.of(next(reader));

        assertThat(record.content()).isEqualTo(new LogRecord.Line("0123"));
        assertThat(record.attributes()).isEqualTo(Map.of("log.record.truncated", true));
    }

    @Test
    void refusesWhatIsNoExport() {
        ExportReader reader = new ExportReader(new ByteArrayInputStream(new byte[1000]), 100, 100);
        assertThatThrownBy(reader::next)
                .isInstanceOf(IOException.class)
                .hasMessage("a field's name of more than 256 bytes is not of the journal export format");
    }

    static void binary(ByteArrayOutputStream to, String name, byte[] value) {
        to.writeBytes((name + "\n").getBytes(UTF_8));
        to.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value.length)
                .array());
        to.writeBytes(value);
        to.write('\n');
    }

    private static JournalEntry next(ExportReader reader) throws IOException {
        JournalEntry entry = reader.next();
        assertThat(entry).isNotNull();
        return entry;
    }

    private static JournalEntry read(String export) throws IOException {
        return next(new ExportReader(new ByteArrayInputStream(export.getBytes(UTF_8)), 1000, 1000));
    }
}
