package dev.logbell.processor.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexLiteralsTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = " -> ",
            value = {
                "timeout -> *timeout*",
                "timeout.*ms -> *timeout*ms*",
                "conn(ection)? reset -> *conn* reset*",
                "^a+b$ -> *a*b*",
                "5[0-9]{2} ms -> *5* ms*",
                "colou?r -> *colo*r*",
                "x{2}y -> *y*",
                "a\\.b\\/c -> *a.b/c*",
                "\\d+ rows\\b -> * rows*",
                "cat|dog -> *",
                "(cat|dog)s -> *s*",
                "[]a]b -> *b*",
                "[[:alpha:]]x -> *x*",
                "\\x41b -> *",
                "\\Qa*\\E -> *",
                "(\\)|[)])z -> *z*",
                "(?i)Abc -> *Abc*",
                "\\pLx -> *",
                "a\\*b -> *a*b*"
            })
    void keepsWhatMustBeThere(String regex, String wildcard) {
        assertThat(RegexLiterals.of(regex)).isEqualTo(wildcard);
    }

    @Test
    void leavesOutNoTextThatTheExpressionIsFoundIn() {
        Random random = new Random(7);
        List<String> parts = List.of(
                "a",
                "b",
                "k",
                ".",
                "a*",
                "b+",
                "b?",
                "[ab]",
                "[^a]",
                "(a|b)",
                "(ab)?",
                "\\.",
                "\\w",
                "^",
                "$",
                "a{2}",
                "|",
                "(?i)",
                "[[:digit:]]",
                "\\*",
                "b{0,1}",
                "ab");
        int found = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder regex = new StringBuilder();
            for (int j = 0; j <= random.nextInt(5); j++) {
                regex.append(parts.get(random.nextInt(parts.size())));
            }
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < random.nextInt(8); j++) {
                text.append("abkAB.*1".charAt(random.nextInt(8)));
            }
            Pattern pattern;
            try {
                pattern = Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
            } catch (com.google.re2j.PatternSyntaxException e) {
                continue;
            }
            if (pattern.matcher(text).find()) {
                found++;
                String wildcard = RegexLiterals.of(regex.toString()).toLowerCase(Locale.ROOT);
                assertThat(fits(wildcard, text.toString().toLowerCase(Locale.ROOT)))
                        .as("%s in %s: %s", regex, text, wildcard)
                        .isTrue();
            }
        }
        assertThat(found).isGreaterThan(5_000);
    }

    private static boolean fits(String wildcard, String text) {
        int from = 0;
        for (String literal : wildcard.split("\\*", -1)) {
            int at = text.indexOf(literal, from);
            if (at < 0) {
                return false;
            }
            from = at + literal.length();
        }
        return true;
    }
}
