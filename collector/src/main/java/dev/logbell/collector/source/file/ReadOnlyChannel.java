package dev.logbell.collector.source.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file that shows other bytes than it has, and of which two things are asked: its size, and bytes at a position. */
abstract class ReadOnlyChannel extends FileChannel {
    private final FileChannel raw;

    ReadOnlyChannel(FileChannel raw) {
        this.raw = raw;
    }

    FileChannel raw() {
        return raw;
    }

    @Override
    public abstract long size() throws IOException;

    @Override
    public abstract int read(ByteBuffer into, long position) throws IOException;

    @Override
    protected void implCloseChannel() throws IOException {
        raw.close();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException("this file is only read, and only at positions");
    }

    @Override
    public int read(ByteBuffer into) {
        throw refused();
    }

    @Override
    public long read(ByteBuffer[] into, int offset, int length) {
        throw refused();
    }

    @Override
    public int write(ByteBuffer from) {
        throw refused();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw refused();
    }

    @Override
    public int write(ByteBuffer from, long position) {
        throw refused();
    }

    @Override
    public long position() {
        throw refused();
    }

    @Override
    public FileChannel position(long position) {
        throw refused();
    }

    @Override
    public FileChannel truncate(long size) {
        throw refused();
    }

    @Override
    public void force(boolean metaData) {
        throw refused();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) {
        throw refused();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw refused();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw refused();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
        throw refused();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
        throw refused();
    }
}
