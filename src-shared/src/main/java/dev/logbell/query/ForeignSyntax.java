package dev.logbell.query;

/** Says what to write instead of what other query languages have, and would find nothing here without a word. */
final class ForeignSyntax {
    static final String ADVICE = "; to look for the character itself, put the text in quotes";

    private ForeignSyntax() {}

    /** What is wrong with a boost or a tilde. */
    static QuerySyntaxException sign(String text, int at) {
        if (text.charAt(at) == '^') {
            return QueryText.error("boosts (word^2) are not known here, as events are not ranked" + ADVICE, at);
        }
        boolean isMatch = at > 0 && "=!".indexOf(text.charAt(at - 1)) >= 0;
        return QueryText.error(
                isMatch
                        ? "regular expressions are written name:/expression/"
                        : "fuzzy and proximity searches (word~) are not known here" + ADVICE,
                at);
    }

    /**
     * Refuses wildcards in the name of a field, and {@code !=}.
     *
     * @param operator where the name ends
     */
    static void refuse(String text, String field, int operator) {
        boolean isEverything = field.equals("*") && text.startsWith(":*", operator);
        if (field.indexOf('*') >= 0 && !isEverything) {
            throw QueryText.error("the name of a field has no '*': join several fields by OR", operator - 1);
        }
        boolean isNotEqual = text.startsWith("!=", operator - 1);
        if (isNotEqual || text.startsWith(":!", operator)) {
            throw QueryText.error(
                    "'!' before a value is not known here: write NOT name:value" + ADVICE,
                    isNotEqual ? operator - 1 : operator + 1);
        }
    }
}
