package dev.logbell.processor.pattern;

/**
 * A pattern as it is kept between two runs.
 *
 * @param id never 0
 * @param text what its lines have in common
 * @param example the line that made it
 * @param isGeneral whether any value may stand in the place of its wildcards, and not just numbers
 * @param mergedInto the id of the pattern that it turned out to be a part of; 0 if it stands for itself
 */
public record KnownPattern(long id, String text, String example, boolean isGeneral, long mergedInto) {
    /** A pattern as it is now. */
    public static KnownPattern of(Pattern pattern) {
        Pattern root = pattern.root();
        return new KnownPattern(
                pattern.id(), pattern.text(), pattern.example(), pattern.isGeneral(), root == pattern ? 0 : root.id());
    }
}
