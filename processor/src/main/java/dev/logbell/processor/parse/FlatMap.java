package dev.logbell.processor.parse;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names and values in the order they came: for the few that an event has a third of the memory of a LinkedHashMap, and
 * one object to collect instead of one for each. Not thread-safe while it is changed.
 */
final class FlatMap extends AbstractMap<String, Object> {
    private static final int FIRST = 8;
    /** Among so many, looking at all of them is quicker than hashing. */
    private static final int FEW = 16;

    private Object[] items = {};
    private int size;
    private @Nullable Map<String, Integer> places;

    @Override
    public int size() {
        return size;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        int place = place(name);
        return place < 0 ? null : items[2 * place + 1];
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return place(name) >= 0;
    }

    @Override
    public @Nullable Object put(String name, Object value) {
        int place = place(name);
        if (place < 0) {
            add(name, value);
            return null;
        }
        Object before = items[2 * place + 1];
        items[2 * place + 1] = value;
        return before;
    }

    @Override
    public @Nullable Object putIfAbsent(String name, Object value) {
        int place = place(name);
        if (place < 0) {
            add(name, value);
            return null;
        }
        return items[2 * place + 1];
    }

    @Override
    public @Nullable Object remove(@Nullable Object name) {
        int place = place(name);
        if (place < 0) {
            return null;
        }
        Object before = items[2 * place + 1];
        removeAt(place);
        return before;
    }

    @Override
    public void forEach(BiConsumer<? super String, ? super Object> action) {
        for (int i = 0; i < size; i++) {
            action.accept((String) items[2 * i], items[2 * i + 1]);
        }
    }

    @Override
    public Set<Map.Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<Map.Entry<String, Object>> iterator() {
                return new Entries();
            }
        };
    }

    private int place(@Nullable Object name) {
        if (size > FEW) {
            return placeOfMany(name);
        }
        for (int i = 0; i < size; i++) {
            if (items[2 * i].equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private int placeOfMany(@Nullable Object name) {
        if (places == null) {
            places = new HashMap<>();
            for (int i = 0; i < size; i++) {
                places.put((String) items[2 * i], i);
            }
        }
        Integer place = places.get(name);
        return place == null ? -1 : place;
    }

    private void add(String name, Object value) {
        if (items.length == 2 * size) {
            items = Arrays.copyOf(items, Math.max(2 * FIRST, 2 * items.length));
        }
        if (places != null) {
            places.put(name, size);
        }
        items[2 * size] = name;
        items[2 * size + 1] = value;
        size++;
    }

    private void removeAt(int place) {
        System.arraycopy(items, 2 * place + 2, items, 2 * place, 2 * (size - place - 1));
        size--;
        Arrays.fill(items, 2 * size, 2 * size + 2, null);
        places = null;
    }

    private final class Entries implements Iterator<Map.Entry<String, Object>> {
        private int next;

        @Override
        public boolean hasNext() {
            return next < size;
        }

        @Override
        public Map.Entry<String, Object> next() {
            if (next >= size) {
                throw new NoSuchElementException();
            }
            int place = next++;
            return new SimpleImmutableEntry<>((String) items[2 * place], items[2 * place + 1]);
        }

        @Override
        public void remove() {
            removeAt(--next);
        }
    }
}
