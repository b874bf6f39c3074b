package dev.logbell.collector.source.file;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A {@link FollowingProgram}, which is started, killed, and started again; and what it has kept. */
final class FollowingProcess implements AutoCloseable {
    private final Path folder;
    private final List<String> globs;
    private final Kept kept;
    private Process process;
    private BufferedReader answers;
    private Path output;
    private long readTo;
    private int starts;
    private long started;
    private Duration startedWithin = Duration.ZERO;

    /** What is told of a chunk that the program has put on the disk. */
    interface Kept {
        void chunk(String source, Path path, long offset, byte[] bytes);
    }

    /**
     * A process that does not run yet.
     *
     * @param folder of its own
     */
    FollowingProcess(Path folder, List<String> globs, Kept kept) {
        this.folder = folder;
        this.globs = globs;
        this.kept = kept;
    }

    /** Starts it; chunks of paths that hold the sign are kept, and not answered. */
    void start(String silent) throws IOException {
        start(asAnybody(), folder.resolve("home"), silent);
    }

    /** Permissions hold for root as well without these capabilities. */
    private static List<String> asAnybody() {
        return System.getProperty("user.name").equals("root")
                ? List.of("setpriv", "--bounding-set", "-dac_override,-dac_read_search")
                : List.of();
    }

    void start(List<String> wrapper, Path home, String silent) throws IOException {
        output = folder.resolve("kept-" + starts++);
        readTo = 0;
        List<String> words = new ArrayList<>(wrapper);
        words.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                FollowingProgram.class.getName(),
                home.toString(),
                output.toString(),
                silent));
        words.addAll(globs);
        process = new ProcessBuilder(words)
                .redirectError(ProcessBuilder.Redirect.appendTo(errors().toFile()))
                .start();
        answers = process.inputReader();
        started = System.nanoTime();
        startedWithin = Duration.ZERO;
    }

    /** Ends it as a crash does: SIGKILL. */
    void kill() throws IOException, InterruptedException {
        process.destroyForcibly().waitFor();
        read();
    }

    /** Ends it in order. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
        read();
    }

    long pid() {
        return process.pid();
    }

    /** What keeps the checkpoints from being saved, as it says itself after its reader has gone round. */
    String problem() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String answer = answers.readLine();
        if (startedWithin.isZero()) {
            startedWithin = Duration.ofNanos(System.nanoTime() - started);
        }
        return answer;
    }

    /** How long it took from its start to its first answer; zero before that. */
    Duration startedWithin() {
        return startedWithin;
    }

    Path errors() {
        return folder.resolve("errors");
    }

    /**
     * Hands on what it has kept since this was asked last. What is torn was not kept.
     *
     * @return whether it had kept anything
     */
    boolean read() throws IOException {
        if (!process.isAlive() && process.exitValue() != 137 && process.exitValue() != 0) {
            throw new IOException("the process has ended: " + Files.readString(errors()));
        }
        if (!Files.exists(output)) {
            return false;
        }
        long before = readTo;
        byte[] news;
        try (FileChannel channel = FileChannel.open(output, StandardOpenOption.READ)) {
            news = new byte[(int) (channel.size() - readTo)];
            FileBytes.read(channel, news, 0, news.length, readTo);
        }
        ByteArrayInputStream rest = new ByteArrayInputStream(news);
        try (DataInputStream in = new DataInputStream(rest)) {
            for (int left = rest.available(); left > 0; left = rest.available()) {
                String source = in.readUTF();
                String path = in.readUTF();
                long offset = in.readLong();
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                readTo += left - rest.available();
                kept.chunk(source, Path.of(path), offset, bytes);
            }
        } catch (EOFException e) {
            return readTo > before; // the rest is being written, or was when the process was killed
        }
        return readTo > before;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
