package dev.logbell.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Says how long the answer to a question usually takes. */
final class Median {
    private static final int WARM_UP = 20;
    private static final int ROUNDS = 21;
    private static final double SLOW_MILLIS = 1_000;

    private Median() {}

    /**
     * Asks a few times, after as many by which the JVM compiles what answers; twice if it is slow. What was answered last
     * stands beside the times.
     */
    static void report(String what, Callable<String> question) throws IOException {
        List<Double> millis = new ArrayList<>();
        String said = "";
        try {
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                long start = System.nanoTime();
                said = question.call();
                double took = (System.nanoTime() - start) / 1e6;
                if (took > SLOW_MILLIS && round < ROUNDS - 2) {
                    round = ROUNDS - 2;
                }
                if (round >= 0) {
                    millis.add(took);
                }
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
                Locale.ROOT,
                "  %-30s %8.1f ms   %8.1f to %8.1f   %s%n",
                what,
                sorted[sorted.length / 2],
                sorted[0],
                sorted[sorted.length - 1],
                said);
    }
}
