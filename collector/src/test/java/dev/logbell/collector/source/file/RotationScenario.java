package dev.logbell.collector.source.file;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What happens to a log, step by step; between any two of them the collector may be killed. */
record RotationScenario(String name, String glob, List<Step> steps) {
    /** What a step needs so that no line is lost that nobody could read. */
    enum Need {
        NOTHING,
        /** Something of the file has to be read before, since from then on no path leads to it that is followed. */
        KNOWN,
        /** All that was written has to be read before, since the step destroys it. */
        READ_BEFORE,
        /** The same; and what it writes has to be read before the collector dies, since no path leads to it. */
        READ_AFTER
    }

    /** One step. */
    record Step(String name, Need need, Action action) {}

    /** What a step does. */
    interface Action {
        void on(RotatedLog log) throws IOException;
    }

    private static final class Script {
        private final List<Step> steps = new ArrayList<>();

        Script then(String name, Action action) {
            return then(name, Need.NOTHING, action);
        }

        Script then(String name, Need need, Action action) {
            steps.add(new Step(name, need, action));
            return this;
        }

        Script begin() {
            return then("write", log -> {
                log.open();
                log.write(5);
            });
        }

        Script write() {
            return then("write", log -> log.write(3));
        }

        Script reopen() {
            return then("create", RotatedLog::open);
        }
    }

    private static Script script() {
        return new Script();
    }

    /** Every scenario, of a log {@code app.log}. */
    static List<RotationScenario> all() {
        List<RotationScenario> all = new ArrayList<>();
        for (String glob : List.of("app.log", "app.log*")) {
            both(glob, all);
        }
        one(all);
        return all;
    }

    private static void both(String glob, List<RotationScenario> all) {
        add(
                all,
                "rename and create",
                glob,
                script().begin()
                        .then("rename", log -> log.rename("app.log.1"))
                        .then("write to the renamed", log -> log.write(3))
                        .reopen()
                        .write()
                        .then("rotate", RotatedLog::rotate)
                        .write());
        add(
                all,
                "rename within a line",
                glob,
                script().begin()
                        .then("write half a line", RotatedLog::writeHalf)
                        .then("rename", log -> log.rename("app.log.1"))
                        .then("finish the line", log -> log.write(2))
                        .reopen()
                        .write());
        add(
                all,
                "several renames in a row",
                glob,
                script().begin()
                        .then("rotate thrice", log -> {
                            for (int i = 0; i < 3; i++) {
                                log.rotate();
                                log.write(2);
                            }
                        })
                        .then("rotate twice", log -> {
                            for (int i = 0; i < 2; i++) {
                                log.rotate();
                                log.write(2);
                            }
                        })
                        .write());
        add(
                all,
                "copytruncate",
                glob,
                script().begin()
                        .then("half of the copy", log -> log.copy("app.log.1", 0.5))
                        .then("rest of the copy", log -> log.copy("app.log.1", 1))
                        .then("truncate", RotatedLog::truncate)
                        .write()
                        .then("grow", log -> log.write(9)));
        add(
                all,
                "copytruncate twice",
                glob,
                script().begin()
                        .then("copy and truncate", log -> {
                            log.copy("app.log.1", 1);
                            log.truncate();
                        })
                        .write()
                        .then("shift", log -> log.move("app.log.1", "app.log.2"))
                        .then("copy", log -> log.copy("app.log.1", 1))
                        .then("truncate", RotatedLog::truncate)
                        .write());
        add(
                all,
                "copytruncate with a hole",
                glob,
                script().then("write", log -> {
                            log.openAtPosition();
                            log.write(20);
                        })
                        .then("copy", log -> log.copy("app.log.1", 1))
                        .then("truncate", RotatedLog::truncate)
                        .then("write behind the hole", log -> log.write(3))
                        .write());
        add(
                all,
                "hard link",
                glob,
                script().begin()
                        .then("link", log -> log.hardLink("app.log.link"))
                        .write()
                        .then("delete the first name", Need.KNOWN, log -> log.delete("app.log"))
                        .write());
        add(
                all,
                "rename and compress with gzip",
                glob,
                script().begin()
                        .then("rotate", RotatedLog::rotate)
                        .then("compress", log -> log.gzip("app.log.1"))
                        .then("delete", Need.KNOWN, log -> log.delete("app.log.1"))
                        .write());
        add(
                all,
                "rename, compress and rename again",
                glob,
                script().begin()
                        .then("rotate", RotatedLog::rotate)
                        .then("compress", log -> log.gzip("app.log.1"))
                        .then("delete", Need.KNOWN, log -> log.delete("app.log.1"))
                        .then("rename the compressed", log -> log.move("app.log.1.gz", "app.log.2.gz"))
                        .write());
        add(
                all,
                "rename and compress with zstd",
                glob,
                script().begin()
                        .then("rotate", RotatedLog::rotate)
                        .write()
                        .then("compress and delete", Need.KNOWN, log -> {
                            log.zstd("app.log.1");
                            log.delete("app.log.1");
                        })
                        .write());
    }

    private static void one(List<RotationScenario> all) {
        for (boolean isEqual : List.of(true, false)) {
            String how = isEqual ? " with equal first bytes" : " with different first bytes";
            Action begin = log -> {
                log.open();
                if (isEqual) {
                    log.writeBanner();
                }
                log.write(4);
            };
            Action grow = log -> {
                if (isEqual) {
                    log.writeBanner();
                }
                log.write(20);
            };
            add(
                    all,
                    "truncate, then grow" + how,
                    "app.log",
                    script().then("write", begin)
                            .then("truncate", Need.READ_BEFORE, RotatedLog::truncate)
                            .then("grow", grow)
                            .write());
            add(
                    all,
                    "truncate and grow at once" + how,
                    "app.log",
                    script().then("write", begin)
                            .then("truncate and grow", Need.READ_BEFORE, log -> {
                                log.truncate();
                                grow.on(log);
                            })
                            .write());
        }
        add(
                all,
                "delete while open",
                "app.log",
                script().begin()
                        .then("delete and write", Need.READ_AFTER, log -> {
                            log.delete("app.log");
                            log.write(4);
                        })
                        .reopen()
                        .write());
        add(
                all,
                "delete and create, often the same inode",
                "app.log",
                script().begin()
                        .then("delete and create", Need.READ_BEFORE, log -> {
                            log.delete("app.log");
                            log.close();
                            log.open();
                            log.write(20);
                        })
                        .write()
                        .then("delete and create empty", Need.READ_BEFORE, log -> {
                            log.delete("app.log");
                            log.close();
                            log.open();
                        })
                        .write());
        add(
                all,
                "atomic replace",
                "app.log",
                script().begin()
                        .then("replace", Need.READ_BEFORE, RotatedLog::replace)
                        .write()
                        .then("replace", Need.READ_BEFORE, RotatedLog::replace)
                        .write());
        add(
                all,
                "symbolic link to another folder",
                "app.log",
                script().then("write", log -> {
                            log.create("../one/a.txt");
                            log.link("../one/a.txt");
                            log.open();
                            log.write(5);
                        })
                        .then("switch", Need.KNOWN, log -> {
                            log.create("../two/b.txt");
                            log.link("../two/b.txt");
                        })
                        .then("write behind the old target", log -> log.write(3))
                        .reopen()
                        .write());
        add(
                all,
                "rename into another folder",
                "app.log",
                script().begin()
                        .then("move", Need.KNOWN, log -> log.move("app.log", "archive/app.log.1"))
                        .then("write to the moved", log -> log.write(3))
                        .reopen()
                        .write());
        add(
                all,
                "dated names",
                "app.log",
                script().begin()
                        .then("rename", log -> log.rename("app.2026-01-01.log"))
                        .reopen()
                        .write()
                        .then("rename", log -> log.rename("app.log-20260102"))
                        .then("write to the renamed", log -> log.write(3))
                        .reopen()
                        .write());
        add(
                all,
                "folder renamed",
                "app.log",
                script().begin()
                        .then("rename the folder", Need.KNOWN, log -> log.renameFolder("old"))
                        .then("write in the renamed", log -> log.write(3))
                        .then("create", log -> {
                            log.create("app.log");
                            log.open();
                        })
                        .write());
        add(
                all,
                "permission taken and given back",
                "app.log",
                script().begin()
                        .then("take", log -> log.permit("---------"))
                        .write()
                        .then("give back", log -> log.permit("rw-r--r--"))
                        .write());
    }

    private static void add(List<RotationScenario> all, String name, String glob, Script script) {
        all.add(new RotationScenario(name, glob, List.copyOf(script.steps)));
    }
}
