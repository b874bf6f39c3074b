package dev.logbell.collector.checkpoint;

/** Which file a path leads to: its device and inode. Links to one file have one key; a later file may get it again. */
public record FileKey(long device, long inode) {}
