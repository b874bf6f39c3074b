package dev.logbell.processor.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlatMapTest {
    @Test
    void isLikeALinkedHashMap() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            Map<String, Object> expected = new LinkedHashMap<>();
            Map<String, Object> flat = new FlatMap();
            int names = 1 + random.nextInt(60);
            for (int step = 0; step < 200; step++) {
                String name = "n" + random.nextInt(names);
                switch (random.nextInt(5)) {
                    case 0 -> assertThat(flat.remove(name)).isEqualTo(expected.remove(name));
                    case 1 -> assertThat(flat.putIfAbsent(name, step)).isEqualTo(expected.putIfAbsent(name, step));
                    case 2 -> assertThat(flat.get(name)).isEqualTo(expected.get(name));
                    default -> assertThat(flat.put(name, step)).isEqualTo(expected.put(name, step));
                }
                assertThat(flat.containsKey(name)).isEqualTo(expected.containsKey(name));
            }
            boolean isEven = random.nextBoolean();
            flat.values().removeIf(value -> ((Integer) value & 1) == (isEven ? 0 : 1));
            expected.values().removeIf(value -> ((Integer) value & 1) == (isEven ? 0 : 1));

            assertThat(flat).isEqualTo(expected).hasSameSizeAs(expected);
            assertThat(new ArrayList<>(flat.entrySet())).isEqualTo(new ArrayList<>(expected.entrySet()));
            List<String> visited = new ArrayList<>();
            flat.forEach((name, value) -> visited.add(name));
            assertThat(visited).containsExactlyElementsOf(expected.keySet());
        }
    }
}
