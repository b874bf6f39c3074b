package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePatternsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        for (String name : List.of("a.log", "b.txt", "x/a.log", "x/y/a.log", "x/y/b.log", "own/checkpoint.log")) {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, name);
        }
    }

    @Test
    void findsFilesOfOneFolder() {
        assertThat(found("*.log")).containsExactlyInAnyOrder("a.log");
        assertThat(found("?.txt")).containsExactlyInAnyOrder("b.txt");
        assertThat(found("a.{log,txt}")).containsExactlyInAnyOrder("a.log");
        assertThat(found("b.txt")).containsExactlyInAnyOrder("b.txt");
        assertThat(found("*/a.log")).containsExactlyInAnyOrder("x/a.log");
    }

    @Test
    void findsFilesAtAnyDepthTheFirstAmongThem() {
        assertThat(found("**/*.log")).containsExactlyInAnyOrder("a.log", "x/a.log", "x/y/a.log", "x/y/b.log");
        assertThat(found("x/**/a.log")).containsExactlyInAnyOrder("x/a.log", "x/y/a.log");
        assertThat(found("x/**")).containsExactlyInAnyOrder("x/a.log", "x/y/a.log", "x/y/b.log");
    }

    @Test
    void leavesOutWhatIsExcludedAndItsOwnFolder() {
        FilePatterns patterns =
                new FilePatterns(List.of(folder + "/**"), List.of(folder + "/**/b.*"), folder.resolve("own"));
        assertThat(names(patterns)).containsExactlyInAnyOrder("a.log", "x/a.log", "x/y/a.log");
    }

    @Test
    void watchesTheNearestFolderOfOneThatIsMissing() {
        FilePatterns patterns = new FilePatterns(List.of(folder + "/not/yet/*.log"), List.of(), folder.resolve("own"));
        assertThat(patterns.find().files()).isEmpty();
        assertThat(patterns.find().folders()).containsExactly(folder);
    }

    private List<String> found(String glob) {
        return names(new FilePatterns(List.of(folder + "/" + glob), List.of(), folder.resolve("own")));
    }

    private List<String> names(FilePatterns patterns) {
        return patterns.find().files().stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }
}
