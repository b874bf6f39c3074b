package dev.logbell.processor.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pattern of each line as it comes. What it answers is a function of the lines it was given before, and not of
 * time or of how they were batched. A line of a shape seen before costs one pass over it and a look into a table.
 * Not thread-safe.
 */
public final class PatternMiner {
    private static final int LONGEST_LINE = 1_000;
    private static final int LONGEST_TEXT = 8_192;
    private static final int LONGEST_EXAMPLE = 500;
    private static final int SHAPES = 65_536;
    private static final int MOST_GENERALS = 64;

    private final int most;
    private final LineScanner scanner = new LineScanner(LONGEST_LINE);
    private final LineScanner texts = new LineScanner(LONGEST_TEXT);
    private final ShapeCache shapes;
    private final Map<Long, Pattern> patterns = new HashMap<>();
    private final Map<Long, Structure> structures = new HashMap<>();
    private final Set<Pattern> changed = new LinkedHashSet<>();
    private final Alternatives alternatives;
    private long tick;
    private boolean isNew;

    /** Patterns with the same marks in the same places. */
    private static final class Structure {
        private final Set<Pattern> patterns = new LinkedHashSet<>();
        private final List<Pattern> generals = new ArrayList<>();
    }

    /** Knows nothing yet; keeps so many patterns at most. */
    public PatternMiner(int most) {
        this.most = most;
        this.shapes = new ShapeCache(SHAPES);
        this.alternatives = new Alternatives(2 * most);
    }

    /** The pattern of a text's first line; null if that is blank. */
    public @Nullable Pattern mine(String text) {
        long shape = scanner.scan(text);
        if (shape == 0) {
            return null;
        }
        isNew = false;
        Pattern pattern = shapes.get(shape);
        if (pattern == null || pattern.isMerged() || pattern.isForgotten()) {
            pattern = learn(text);
            shapes.put(shape, pattern);
        }
        pattern.use(++tick);
        return pattern;
    }

    /** Whether the last line was like none before it. */
    public boolean isNew() {
        return isNew;
    }

    /** How many patterns are kept, those that turned out to be a part of another included. */
    public int size() {
        return patterns.size();
    }

    /** Takes in a pattern that stands for itself, as it was found before, or by another process. */
    public void restore(KnownPattern found) {
        texts.scan(found.text());
        Template template = Template.ofText(texts.tokens());
        Pattern known = patterns.get(found.id());
        if (known == null) {
            if (patterns.size() >= most) {
                forgetSome();
            }
            Structure structure = structure(template);
            known = new Pattern(found.id(), template, found.example());
            Pattern general = general(structure, template);
            add(known, structure);
            if (general != null && !found.isGeneral()) {
                merge(known, general);
                return;
            }
            join(known, structure);
        } else if (known.template().length() == template.length() && known.show(template)) {
            changed.add(known);
        }
        if (found.isGeneral() && !known.isMerged() && !known.isGeneral()) {
            generalise(known, structure(known.template()));
        }
    }

    /** The patterns whose definition changed since this was asked last: new, merged, or with another text. */
    public List<Pattern> takeChanged() {
        List<Pattern> taken = List.copyOf(changed);
        changed.clear();
        return taken;
    }

    private Structure structure(Template template) {
        return structures.computeIfAbsent(template.structure(), key -> new Structure());
    }

    private void merge(Pattern part, Pattern root) {
        root.show(part.template());
        part.mergeInto(root);
        changed.add(part);
        changed.add(root);
        Structure structure = structures.get(part.template().structure());
        if (structure != null) {
            structure.patterns.remove(part);
            structure.generals.remove(part);
        }
    }

    private Pattern learn(String text) {
        Template line = Template.of(scanner.tokens());
        Pattern known = patterns.get(line.key());
        if (known != null) {
            Pattern root = known.root();
            show(root, line);
            return root;
        }
        if (patterns.size() >= most) {
            forgetSome();
        }
        Structure structure = structure(line);
        Pattern general = general(structure, line);
        if (general == null && structure.patterns.size() >= Math.max(most / 20, 2)) {
            general = generalise(line.allWild(), structure, text);
        }
        if (general != null) {
            show(general, line);
            return general;
        }
        Pattern made = new Pattern(line, example(text));
        isNew = true;
        add(made, structure);
        return join(made, structure).root();
    }

    private void show(Pattern pattern, Template line) {
        if (pattern.show(line)) {
            changed.add(pattern);
        }
    }

    private static @Nullable Pattern general(Structure structure, Template line) {
        Pattern best = null;
        for (Pattern general : structure.generals) {
            if (general.template().covers(line)
                    && (best == null
                            || general.template().words() > best.template().words())) {
                best = general;
            }
        }
        return best;
    }

    private void add(Pattern pattern, Structure structure) {
        pattern.use(++tick);
        patterns.put(pattern.id(), pattern);
        structure.patterns.add(pattern);
        changed.add(pattern);
    }

    /** Makes one of those patterns that turn out to be one by a further one, until there are no more. */
    private Pattern join(Pattern made, Structure structure) {
        Pattern latest = made;
        while (true) {
            List<Alternatives.Found> found = alternatives.add(latest);
            if (found.isEmpty()) {
                return latest;
            }
            Alternatives.Found first = found.getFirst();
            Template wild = first.patterns().getFirst().template().wild(first.place());
            latest = generalise(wild, structure, latest.example());
        }
    }

    /** The pattern of a template that lines of several were found to share. */
    private Pattern generalise(Template wild, Structure structure, String example) {
        Pattern general = patterns.get(wild.key());
        if (general == null) {
            general = new Pattern(wild, example(example));
            add(general, structure);
        }
        generalise(general, structure);
        return general;
    }

    /** Lets a pattern take over all those that it covers, now and later. */
    private void generalise(Pattern general, Structure structure) {
        if (!structure.generals.contains(general)) {
            if (structure.generals.size() >= MOST_GENERALS) {
                structure.generals.removeFirst();
            }
            structure.generals.add(general);
            general.generalise();
            changed.add(general);
        }
        Template template = general.template();
        for (Pattern part : List.copyOf(structure.patterns)) {
            if (part != general && template.words() > 0 && template.covers(part.template())) {
                merge(part, general);
            }
        }
    }

    private static String example(String text) {
        int end = text.indexOf('\n');
        int length = Math.min(end < 0 ? text.length() : end, LONGEST_EXAMPLE);
        return text.substring(0, length);
    }

    /** Makes room by forgetting the tenth that was not seen for longest. */
    private void forgetSome() {
        List<Pattern> byUse = new ArrayList<>(patterns.values());
        byUse.sort(Comparator.comparingLong(Pattern::usedAt));
        for (Pattern pattern : byUse.subList(0, Math.max(1, most / 10))) {
            pattern.forget();
            changed.remove(pattern);
            patterns.remove(pattern.id());
            Structure structure = structures.get(pattern.template().structure());
            if (structure != null) {
                structure.generals.remove(pattern);
                structure.patterns.remove(pattern);
                if (structure.patterns.isEmpty()) {
                    structures.remove(pattern.template().structure());
                }
            }
        }
    }
}
