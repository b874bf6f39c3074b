package dev.logbell.processor.pattern;

import org.jspecify.annotations.Nullable;

/** A kind of line. Changed by its {@link PatternMiner} alone. */
public final class Pattern {
    private final long id;
    private final String name;
    private final String example;

    private Template template;
    private volatile String text;
    private volatile @Nullable Pattern mergedInto;
    private volatile boolean isGeneral;
    private boolean isForgotten;
    private long usedAt;

    Pattern(Template template, String example) {
        this(template.key(), template, example);
    }

    Pattern(long id, Template template, String example) {
        this.id = id;
        this.name = name(id);
        this.template = template;
        this.text = template.text();
        this.example = example;
    }

    /** An id as people see it: 16 hex digits. */
    public static String name(long id) {
        String hex = Long.toHexString(id);
        return "0".repeat(16 - hex.length()) + hex;
    }

    /** Never 0. */
    public long id() {
        return id;
    }

    /** The id as people see it. */
    public String name() {
        return name;
    }

    /** What its lines have in common, with {@code <*>} for what differs. */
    public String text() {
        return text;
    }

    /** The line that made it. */
    public String example() {
        return example;
    }

    Template template() {
        return template;
    }

    /** Takes a line in; says whether the text changed by that. */
    boolean show(Template line) {
        template = template.showing(line);
        String shown = template.text();
        boolean isOther = !shown.equals(text);
        text = shown;
        return isOther;
    }

    /** The pattern that stands for this one: itself, or the one it turned out to be a part of. */
    Pattern root() {
        Pattern root = this;
        Pattern next = root.mergedInto;
        while (next != null) {
            root = next;
            next = root.mergedInto;
        }
        return root;
    }

    void mergeInto(Pattern other) {
        mergedInto = other;
    }

    /** Whether any value may stand in the place of its wildcards. */
    boolean isGeneral() {
        return isGeneral;
    }

    void generalise() {
        isGeneral = true;
    }

    boolean isMerged() {
        return mergedInto != null;
    }

    boolean isForgotten() {
        return isForgotten;
    }

    void forget() {
        isForgotten = true;
    }

    long usedAt() {
        return usedAt;
    }

    void use(long tick) {
        usedAt = tick;
    }
}
