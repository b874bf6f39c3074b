package dev.logbell.collector.source.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logbell.collector.source.file.RotationScenario.Need;
import dev.logbell.collector.source.file.RotationScenario.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The table of rotations and kill points, with a real process that follows the files of all cells at once and is killed
 * (SIGKILL) after each of their steps; the steps after it happen while it is dead, or after its next start. Whatever
 * happens, each line arrives once, and in the order of its file.
 */
@Execution(ExecutionMode.CONCURRENT)
class RotationKillIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);
    /** A folder is looked at each second, whatever the system tells of it. */
    private static final Duration SILENCE = Duration.ofMillis(1200);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    private final Map<String, Cell> cells = new LinkedHashMap<>();

    /** How far the collector is when it is killed. */
    private enum Pace {
        /** Everything was read, and most of the checkpoints were saved. */
        SETTLED,
        /** Everything was read, and nothing was acknowledged. */
        SILENT,
        /** The steps follow each other at once, and so does the kill. */
        RUSHED
    }

    /**
     * One cell of the table.
     *
     * @param slots when each step happens at the earliest: in the nth life of the process (2n), or after it (2n + 1)
     */
    private record Cell(RotationScenario scenario, String point, Pace pace, List<Integer> slots, RotatedLog log) {
        boolean isDue(int next, int slot) {
            return next < slots.size() && slots.get(next) <= slot;
        }

        String name() {
            return "%s, %s, %s".formatted(scenario.glob(), point, pace);
        }
    }

    private final Map<Cell, Integer> done = new LinkedHashMap<>();
    private final List<Cell> late = new ArrayList<>();

    @TestFactory
    Stream<DynamicNode> deliversEachLineOnceWhereverTheCollectorIsKilled() throws IOException, InterruptedException {
        Path root = Files.createDirectories(folder.resolve("cells"));
        for (RotationScenario scenario : RotationScenario.all()) {
            addCells(root, scenario);
        }
        List<String> globs = List.of(root + "/*/exact/app.log", root + "/*/star/app.log*");
        int slots = 1
                + cells.values().stream()
                        .flatMap(cell -> cell.slots().stream())
                        .max(Integer::compare)
                        .orElseThrow();
        slots += slots % 2 == 0 ? 1 : 0;
        try (FollowingProcess process = new FollowingProcess(folder, globs, this::arrived)) {
            for (int slot = 0; slot < slots; slot++) {
                boolean isLast = slot == slots - 1;
                if (slot % 2 == 0) {
                    process.start(slot == 0 ? "-SILENT-" : "");
                    live(process, slot, isLast);
                    if (!isLast) {
                        process.kill();
                    }
                } else {
                    rest(slot);
                }
            }
            await(
                    process,
                    () -> cells.values().stream().allMatch(cell -> cell.log().isAllRead()));
            await(process, () -> false);
            process.stop();
        }
        for (Cell cell : cells.values()) {
            cell.log().close();
        }
        return RotationScenario.all().stream()
                .map(RotationScenario::name)
                .distinct()
                .map(this::results);
    }

    private DynamicNode results(String scenario) {
        return DynamicContainer.dynamicContainer(
                scenario,
                cells.values().stream()
                        .filter(cell -> cell.scenario().name().equals(scenario))
                        .map(cell -> DynamicTest.dynamicTest(
                                scenario + ": " + cell.name(),
                                () -> assertThat(cell.log().complaint())
                                        .as(scenario + ", " + cell.name())
                                        .isEmpty())));
    }

    private void addCells(Path root, RotationScenario scenario) throws IOException {
        int steps = scenario.steps().size();
        for (Pace pace : Pace.values()) {
            for (int alive = 0; alive < steps; alive++) {
                for (int dead : dead(pace, steps)) {
                    if (dead == steps ? alive + 2 < steps : alive + dead < steps) {
                        List<Integer> slots = new ArrayList<>();
                        for (int step = 0; step < steps; step++) {
                            slots.add(step < alive ? 0 : step < alive + dead ? 1 : 2);
                        }
                        String then =
                                dead == 0 ? "" : dead == steps ? ", the rest while dead" : ", " + dead + " while dead";
                        addCell(root, scenario, "killed after " + alive + then, pace, slots);
                    }
                }
            }
        }
        Stream<Integer> even = Stream.iterate(0, i -> i + 2);
        Stream<Integer> all = Stream.iterate(0, i -> i + 1);
        Stream<Integer> odd = Stream.iterate(1, i -> i + 2);
        addCell(
                root,
                scenario,
                "killed after each",
                Pace.SETTLED,
                even.limit(steps).toList());
        addCell(
                root,
                scenario,
                "each other while dead",
                Pace.RUSHED,
                all.limit(steps).toList());
        addCell(
                root,
                scenario,
                "each while dead",
                Pace.SETTLED,
                odd.limit(steps).toList());
    }

    private static List<Integer> dead(Pace pace, int steps) {
        return switch (pace) {
            case SETTLED -> List.of(0, steps);
            case SILENT -> List.of(1);
            case RUSHED -> List.of(1);
        };
    }

    private void addCell(Path root, RotationScenario scenario, String point, Pace pace, List<Integer> slots)
            throws IOException {
        String name = "c%d-%s-".formatted(cells.size(), pace);
        Path logs = root.resolve(name).resolve(scenario.glob().endsWith("*") ? "star" : "exact");
        Cell cell = new Cell(scenario, point, pace, slots, new RotatedLog(logs, "app.log", name));
        cells.put(name, cell);
        done.put(cell, 0);
    }

    private void arrived(String source, Path path, long offset, byte[] bytes) {
        Path inRoot = folder.resolve("cells").relativize(path);
        Cell cell = cells.get(inRoot.getName(0).toString());
        if (cell == null) {
            throw new AssertionError(path + " belongs to no cell");
        }
        cell.log().arrived(source, offset, bytes);
    }

    /** Those that wait for each step go first, in step with each other; the kill finds the others in the middle. */
    private void live(FollowingProcess process, int slot, boolean isLast) throws IOException, InterruptedException {
        boolean isMore = true;
        while (isMore) {
            awaitRest(process);
            isMore = false;
            for (Cell cell : cells.values()) {
                if (cell.pace() != Pace.RUSHED && !late.contains(cell)) {
                    isMore |= step(process, cell, slot);
                }
            }
        }
        for (Cell cell : cells.values()) {
            boolean isOnItsOwn = cell.pace() == Pace.RUSHED || late.contains(cell);
            while (isOnItsOwn) {
                if (cell.isDue(done(cell), slot) && !isReady(cell)) {
                    await(process, isLast ? LONG : SHORT, () -> isReady(cell));
                }
                isOnItsOwn = step(process, cell, slot);
            }
        }
    }

    private void rest(int slot) throws IOException {
        for (Cell cell : cells.values()) {
            boolean isMore = true;
            while (isMore) {
                isMore = cell.isDue(done(cell), slot)
                        && isReady(cell)
                        && next(cell).need() != Need.READ_AFTER;
                if (isMore) {
                    take(cell);
                }
            }
        }
    }

    private int done(Cell cell) {
        return done.getOrDefault(cell, 0);
    }

    private Step next(Cell cell) {
        return cell.scenario().steps().get(done(cell));
    }

    /** Whether the next step takes nothing away that was not read. */
    private boolean isReady(Cell cell) {
        return switch (next(cell).need()) {
            case NOTHING -> true;
            case KNOWN -> cell.log().isKnown();
            case READ_BEFORE, READ_AFTER -> cell.log().isAllRead();
        };
    }

    private void take(Cell cell) throws IOException {
        next(cell).action().on(cell.log());
        done.merge(cell, 1, Integer::sum);
    }

    /** Takes the next step, if it is due and may be taken. */
    private boolean step(FollowingProcess process, Cell cell, int slot) throws IOException, InterruptedException {
        if (!cell.isDue(done(cell), slot) || !isReady(cell)) {
            return false;
        }
        boolean isReadAfter = next(cell).need() == Need.READ_AFTER;
        if (isReadAfter && slot == 0 && cell.pace() == Pace.SILENT) {
            return false;
        }
        take(cell);
        if (isReadAfter) {
            await(process, cell.log()::isAllRead);
        }
        return true;
    }

    /** Until those who wait have read what there is, or so much of it as they may while nothing is answered. */
    private void awaitRest(FollowingProcess process) throws IOException, InterruptedException {
        List<Cell> waiting = cells.values().stream()
                .filter(cell -> cell.pace() != Pace.RUSHED && done(cell) > 0 && !late.contains(cell))
                .toList();
        await(process, () -> waiting.stream().allMatch(RotationKillIT::isAtRest));
        waiting.stream().filter(cell -> !isAtRest(cell)).forEach(late::add);
    }

    private static boolean isAtRest(Cell cell) {
        return cell.pace() == Pace.SILENT ? cell.log().isKnown() : cell.log().isAllRead();
    }

    private static void await(FollowingProcess process, BooleanSupplier isReached)
            throws IOException, InterruptedException {
        await(process, LONG, isReached);
    }

    /** Until it is reached, or will not be: nothing came for a while, twice, and the reader went round meanwhile. */
    private static void await(FollowingProcess process, Duration longest, BooleanSupplier isReached)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        long news = System.nanoTime();
        int silences = 0;
        process.read();
        while (!isReached.getAsBoolean() && silences < 2 && System.nanoTime() < end) {
            Thread.sleep(10);
            boolean isSilent = System.nanoTime() - news > silence(process).toNanos();
            if (isSilent) {
                var _ = process.problem();
                silences++;
            }
            if (process.read()) {
                silences = 0;
                news = System.nanoTime();
            } else if (isSilent) {
                news = System.nanoTime();
            }
        }
    }

    /** Longer where everything takes longer. */
    private static Duration silence(FollowingProcess process) {
        return SILENCE.compareTo(process.startedWithin()) > 0 ? SILENCE : process.startedWithin();
    }
}
