package dev.logbell.collector.edge.mask;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnchorSearchTest {
    private static final List<Detector.Anchor> ANCHORS = List.of(
            Detector.Anchor.anyCase("abab"),
            Detector.Anchor.anyCase("baba"),
            Detector.Anchor.exact("ABba"),
            Detector.Anchor.anyCase("b:aa"));

    /** Remembers where it was asked, and sometimes has the search go on further behind, or changes what comes. */
    private static final class Asked implements Detector {
        private final List<Integer> places = new ArrayList<>();

        @Override
        public List<Anchor> anchors() {
            return ANCHORS;
        }

        @Override
        public int mask(MaskedText text, int at, MaskMemory memory) {
            places.add(at);
            if (at % 5 == 0) {
                text.mask(at + 1, Math.min(text.to, at + 4), "any");
            }
            return at + 1 + at % 4;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void asksWhereALookAtEachPlaceFindsAnAnchor(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(100);
            for (int i = 0; i < length; i++) {
                text.append("aabbAB:\u00ff".charAt(random.nextInt(8)));
            }
            Asked asked = new Asked();
            byte[] masked = text.toString().getBytes(ISO_8859_1);
            new AnchorSearch(List.of(asked)).mask(new MaskedText(masked, 0, rule -> {}), new MaskMemory());
            Asked expected = new Asked();
            byte[] looked = text.toString().getBytes(ISO_8859_1);
            lookAtEachPlace(expected, new MaskedText(looked, 0, rule -> {}));
            assertThat(asked.places).as(text.toString()).isEqualTo(expected.places);
            assertThat(masked).isEqualTo(looked);
        }
    }

    private static void lookAtEachPlace(Detector detector, MaskedText text) {
        int at = 0;
        while (at + 4 <= text.to) {
            String four = new String(text.bytes, at, 4, ISO_8859_1);
            boolean isAnchor = ANCHORS.stream()
                    .anyMatch(anchor ->
                            anchor.isAnyCase() ? four.equalsIgnoreCase(anchor.text()) : four.equals(anchor.text()));
            at = isAnchor ? detector.mask(text, at, new MaskMemory()) : at + 1;
        }
    }
}
