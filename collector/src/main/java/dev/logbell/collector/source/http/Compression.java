package dev.logbell.collector.source.http;

import com.github.luben.zstd.ZstdInputStream;
import dev.logbell.collector.source.http.PushRefusedException.Reason;
import dev.logbell.collector.source.record.Room;
import dev.logbell.collector.source.record.Room.NoRoomException;
import dev.logbell.otlp.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** What a body is compressed with. */
public enum Compression {
    NONE {
        @Override
        InputStream open(InputStream compressed) {
            return compressed;
        }
    },
    GZIP {
        @Override
        InputStream open(InputStream compressed) throws IOException {
            return new GZIPInputStream(compressed, 8192);
        }
    },
    DEFLATE {
        @Override
        InputStream open(InputStream compressed) {
            return new InflaterInputStream(compressed);
        }
    },
    ZSTD {
        @Override
        InputStream open(InputStream compressed) throws IOException {
            ZstdInputStream stream = new ZstdInputStream(compressed);
            stream.setLongMax(LARGEST_ZSTD_WINDOW);
            return stream;
        }
    };

    /** As a power of two: 8 MiB, which every decoder has to offer. (RFC 8878 section 3.1.1.1.2.) */
    private static final int LARGEST_ZSTD_WINDOW = 23;

    private static final int STEP = 65_536;

    /** The one that a {@code Content-Encoding} names; null if none is known by that name. */
    public static @Nullable Compression of(String contentEncoding) {
        return switch (contentEncoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> NONE;
            case "gzip", "x-gzip" -> GZIP;
            case "deflate" -> DEFLATE;
            case "zstd" -> ZSTD;
            default -> null;
        };
    }

    @SuppressWarnings("MustBeClosedChecker")
    abstract InputStream open(InputStream compressed) throws IOException;

    /**
     * The beginning of what was compressed.
     *
     * @param most bytes of it; no more is decompressed
     */
    public byte[] beginning(byte[] compressed, int most) throws MalformedException {
        try (InputStream in = open(new ByteArrayInputStream(compressed))) {
            return in.readNBytes(most);
        } catch (IOException e) {
            throw damaged();
        }
    }

    private MalformedException damaged() {
        return new MalformedException(
                "the body is not %s, or ends too early".formatted(name().toLowerCase(Locale.ROOT)));
    }

    /**
     * Decompresses as much as is allowed, never more.
     *
     * @param most bytes that may come out
     */
    public byte[] decompress(byte[] compressed, int most, Room room)
            throws MalformedException, NoRoomException, PushRefusedException {
        if (this == NONE) {
            return compressed;
        }
        ByteArrayOutputStream plain = new ByteArrayOutputStream(Math.min(most, 4 * compressed.length));
        byte[] step = new byte[STEP];
        try (InputStream in = open(new ByteArrayInputStream(compressed))) {
            for (int read = in.read(step); read >= 0; read = in.read(step)) {
                if (plain.size() + read > most) {
                    throw new PushRefusedException(
                            Reason.TOO_LARGE,
                            "the body is more than %d bytes when it is decompressed (collector.http.max-body-bytes): send smaller batches"
                                    .formatted(most));
                }
                room.take(read);
                plain.write(step, 0, read);
            }
        } catch (IOException e) {
            throw damaged();
        }
        return plain.toByteArray();
    }
}
