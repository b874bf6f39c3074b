package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListingsTest {
    @TempDir
    Path folder;

    @Test
    void readsAFolderOnceAndFindsNamesByTheirStart() throws IOException {
        for (String name : List.of("app.log", "app-1.log", "apple", "ap", "web.log", "aqp")) {
            Files.createFile(folder.resolve(name));
        }
        Listings listings = new Listings();
        assertThat(listings.startingWith(folder, "app")).containsExactly("app-1.log", "app.log", "apple");
        Files.createFile(folder.resolve("web.log.1"));
        assertThat(listings.startingWith(folder, "web")).containsExactly("web.log");
        assertThat(listings.startingWith(folder, "x")).isEmpty();
    }
}
