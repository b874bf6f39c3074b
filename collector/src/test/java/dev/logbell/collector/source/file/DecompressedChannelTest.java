package dev.logbell.collector.source.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.READ;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressedChannelTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Compression.class)
    void showsWhatWasCompressedAtItsPositions(Compression compression) throws IOException {
        byte[] expected = text(300_000);
        Path file = Files.write(folder.resolve("app.log.1"), compress(compression, expected));
        try (FileChannel raw = FileChannel.open(file, READ);
                DecompressedChannel channel = new DecompressedChannel(raw, compression)) {
            assertThat(channel.size()).isEqualTo(expected.length);
            Random random = new Random(4);
            int at = 0;
            for (int i = 0; i < 200; i++) {
                byte[] got = new byte[random.nextInt(20_000)];
                int length = FileBytes.read(channel, got, 0, got.length, at);
                assertThat(Arrays.copyOf(got, length))
                        .isEqualTo(Arrays.copyOfRange(expected, at, Math.min(expected.length, at + got.length)));
                at = random.nextInt(5) == 0 ? random.nextInt(expected.length) : Math.max(0, at + length - 64);
                at = i % 7 == 0 ? 0 : Math.min(at, expected.length - 1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void isEmptyUntilItIsComplete(Compression compression) throws IOException {
        byte[] expected = text(50_000);
        byte[] compressed = compress(compression, expected);
        Path file = folder.resolve("app.log.1");
        Files.write(file, Arrays.copyOf(compressed, compressed.length / 2));
        try (FileChannel raw = FileChannel.open(file, READ);
                DecompressedChannel channel = new DecompressedChannel(raw, compression)) {
            assertThat(channel.size()).isZero();
            Files.write(file, compressed);
            while (channel.size() == 0) {
                Thread.onSpinWait();
            }
            assertThat(channel.size()).isEqualTo(expected.length);
        }
    }

    @Test
    void readsMembersThatWereAppended() throws IOException {
        byte[] one = compress(Compression.GZIP, "one\n".getBytes(UTF_8));
        byte[] two = compress(Compression.GZIP, "two\n".getBytes(UTF_8));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(two);
        Path file = Files.write(folder.resolve("app.log.1"), both.toByteArray());
        try (FileChannel raw = FileChannel.open(file, READ);
                DecompressedChannel channel = new DecompressedChannel(raw, Compression.GZIP)) {
            assertThat(channel.size()).isEqualTo(8);
        }
    }

    static byte[] compress(Compression compression, byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream out =
                compression == Compression.GZIP ? new GZIPOutputStream(compressed) : new ZstdOutputStream(compressed)) {
            out.write(bytes);
        }
        return compressed.toByteArray();
    }

    private static byte[] text(int length) {
        Random random = new Random(9);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) (random.nextInt(30) == 0 ? '\n' : 'a' + random.nextInt(26));
        }
        return text;
    }
}
