package dev.logbell.collector.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointsTest {
    private static final Checkpoint ONE = new Checkpoint(
            "file:web-1:1:2:x",
            "/var/log/app.log.1",
            "/var/log/app.log",
            new FileKey(1, 2),
            Instant.parse("2025-11-01T12:00:00.5Z"),
            new Fingerprint(5, 77),
            42,
            new Fingerprint(3, -9),
            Instant.parse("2025-11-05T12:00:00.123456789Z"));

    private static final Checkpoint TWO = new Checkpoint(
            "file:web-1:1:3:y",
            "/var/log/new.log",
            null,
            new FileKey(1, 3),
            null,
            Fingerprint.NONE,
            0,
            Fingerprint.NONE,
            Instant.parse("2025-11-05T12:00:01Z"));

    @TempDir
    Path folder;

    @Test
    void readsWhatWasSaved() {
        Checkpoints before = new Checkpoints(folder.resolve("new"));
        assertThat(before.isFirstStart()).isTrue();
        before.put(ONE);
        assertThat(before.save()).isTrue();
        Checkpoints after = new Checkpoints(folder.resolve("new"));
        assertThat(after.isFirstStart()).isFalse();
        assertThat(after.all()).containsExactly(ONE);
    }

    @Test
    void addsALineForEachSaveAndForgetsWhatWasRemoved() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        before.put(ONE);
        before.save();
        long size = Files.size(journal());
        before.put(at(43));
        before.put(TWO);
        before.save();
        before.remove(TWO.source());
        before.save();
        assertThat(Files.readAllLines(journal())).hasSize(3);
        assertThat(Files.readString(journal()).substring((int) size)).doesNotContain("\"offset\":42");
        assertThat(new Checkpoints(folder).all()).containsExactly(at(43));
    }

    @Test
    void passesOverALastLineThatACrashHasTorn() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        before.put(ONE);
        before.save();
        long whole = Files.size(journal());
        before.put(at(43));
        before.save();
        byte[] all = Files.readAllBytes(journal());
        for (int length = (int) whole; length < all.length; length++) {
            Files.write(journal(), Arrays.copyOf(all, length));
            assertThat(new Checkpoints(folder).all()).as("%d bytes", length).containsExactly(ONE);
            byte[] zeros = Arrays.copyOf(Arrays.copyOf(all, length), all.length);
            Files.write(journal(), zeros);
            assertThat(new Checkpoints(folder).all()).as("%d bytes", length).containsExactly(ONE);
        }
        Checkpoints after = new Checkpoints(folder);
        after.put(TWO);
        after.save();
        assertThat(new Checkpoints(folder).all()).containsExactly(ONE, TWO);
    }

    @Test
    void writesItAnewWhenMostOfItIsObsolete() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        for (int offset = 0; offset < 2000; offset++) {
            before.put(at(offset));
            before.save();
        }
        assertThat(Files.size(journal())).isLessThan(100_000);
        assertThat(new Checkpoints(folder).all()).containsExactly(at(1999));
    }

    @Test
    void keepsTheOldOnesWhenACrashLeftAHalfWrittenDraft() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        before.put(ONE);
        before.save();
        Files.writeString(folder.resolve("checkpoints.journal.new"), "0011");
        assertThat(new Checkpoints(folder).all()).containsExactly(ONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null", "00000000 {}\n", "\0\0\0\0", "a29b3d04 {\"version\":2}\n"})
    void refusesADamagedFileAndSaysWhatToDo(String content) throws IOException {
        Files.writeString(journal(), content);
        assertThatThrownBy(() -> new Checkpoints(folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        journal() + ", which says how far each file was read, cannot be used: it is damaged. Put back a"
                                + " copy of it from a backup, or delete it to read every file again from collector.read-from on");
    }

    @Test
    void refusesAFileThatIsDamagedInItsMiddle() throws IOException {
        Checkpoints before = new Checkpoints(folder);
        for (Checkpoint checkpoint : List.of(ONE, TWO, at(43))) {
            before.put(checkpoint);
            before.save();
        }
        byte[] all = Files.readAllBytes(journal());
        all[all.length / 2] ^= 1;
        Files.write(journal(), all);
        assertThatThrownBy(() -> new Checkpoints(folder)).hasMessageContaining("it is damaged");
    }

    @Test
    void refusesALaterVersion() throws IOException {
        CRC32C crc = new CRC32C();
        byte[] json = "{\"version\":9,\"put\":[],\"removed\":[]}".getBytes(UTF_8);
        crc.update(json);
        Files.writeString(journal(), "%08x %s\n".formatted((int) crc.getValue(), new String(json, UTF_8)));
        assertThatThrownBy(() -> new Checkpoints(folder))
                .hasMessageContaining("its version is 9, this Logbell knows 2");
    }

    @Test
    void takesOverTheFileOfAnEarlierVersion() throws IOException {
        Path former = folder.resolve("checkpoint.json");
        Files.writeString(former, """
                {"version":1,"files":[{"source":"file:web-1:1:2:x","path":"/var/log/app.log",
                "key":{"device":1,"inode":2},"head":{"length":5,"crc":77},"offset":42,
                "tail":{"length":3,"crc":-9},"seen":1762344000.123456789}]}
                """);
        Checkpoints checkpoints = new Checkpoints(folder);
        assertThat(checkpoints.isFirstStart()).isFalse();
        assertThat(checkpoints.all()).extracting(Checkpoint::offset).containsExactly(42L);
        assertThat(checkpoints.save()).isTrue();
        assertThat(former).doesNotExist();
        assertThat(new Checkpoints(folder).all()).isEqualTo(checkpoints.all());
    }

    @Test
    void goesOnWhenTheDiskRefusesAndTriesAgain() throws IOException {
        Path home = folder.resolve("home");
        Checkpoints checkpoints = new Checkpoints(home);
        checkpoints.put(ONE);
        Files.createDirectory(home.resolve("checkpoints.journal.new"));
        assertThat(checkpoints.save()).isFalse();
        assertThat(checkpoints.problem())
                .contains("checkpoints.journal cannot be written")
                .contains("free space");
        assertThat(checkpoints.isChanged()).isTrue();
        Files.delete(home.resolve("checkpoints.journal.new"));
        assertThat(checkpoints.save()).isTrue();
        assertThat(checkpoints.problem()).isNull();
    }

    private Path journal() {
        return folder.resolve("checkpoints.journal");
    }

    private static Checkpoint at(long offset) {
        return new Checkpoint(
                ONE.source(),
                ONE.path(),
                ONE.asked(),
                ONE.key(),
                ONE.born(),
                ONE.head(),
                offset,
                ONE.tail(),
                ONE.seen());
    }

    @Test
    void holdsAFolderForOneAlone() {
        FolderLock first = new FolderLock(folder);
        assertThatThrownBy(() -> new FolderLock(folder))
                .hasMessage("another collector works in " + folder
                        + ": stop it, or set LOGBELL_DATA to a folder of this one's own");
        first.close();
        new FolderLock(folder).close();
    }
}
