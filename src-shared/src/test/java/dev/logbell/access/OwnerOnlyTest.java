package dev.logbell.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerOnlyTest {
    @TempDir
    Path folder;

    @Test
    void letsNobodyElseReadTheFileNorItsFolder() throws IOException {
        Path file = folder.resolve("data/logbell.db");

        OwnerOnly.makeFile(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("data"))))
                .isEqualTo("rwx------");
    }

    @Test
    void letsNobodyElseIntoAFolderNorIntoThoseMadeAboveIt() throws IOException {
        OwnerOnly.makeFolder(folder.resolve("data/collector"));
        OwnerOnly.makeFolder(folder.resolve("data/collector"));

        for (String made : List.of("data", "data/collector")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(made))))
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void leavesWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("logbell.db"), "kept");

        OwnerOnly.makeFile(file);

        assertThat(file).hasContent("kept");
    }
}
