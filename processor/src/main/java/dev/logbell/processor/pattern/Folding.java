package dev.logbell.processor.pattern;

import dev.logbell.processor.pattern.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes one wildcard of several parts of a line that are one value: lists, hosts with ports, numbers with units. */
final class Folding {
    private Folding() {}

    /** The parts that are left of a line's. */
    static List<Token> of(List<Token> line) {
        List<Token> tokens = new ArrayList<>(line.size());
        for (Token token : line) {
            append(tokens, token);
        }
        foldWords(tokens);
        return tokens;
    }

    private static void append(List<Token> tokens, Token next) {
        int last = tokens.size() - 1;
        Token before = last < 0 ? null : tokens.get(last);
        if (before == null) {
            tokens.add(next);
        } else if (before.kind() == Kind.WILD && Cues.isUnit(next)) {
            return;
        } else if (next.kind() == Kind.WILD && isList(tokens, next)) {
            tokens.removeLast();
        } else if (next.kind() == Kind.WILD && !next.isSpaced() && isHost(tokens, last)) {
            boolean isSpaced = tokens.get(last - 1).isSpaced();
            tokens.removeLast();
            tokens.removeLast();
            tokens.add(new Token(Kind.WILD, Token.WILDCARD, Hash.WILDCARD, isSpaced));
        } else if (next.kind() != Kind.WILD || before.kind() != Kind.WILD) {
            foldList(tokens, next);
            tokens.add(next);
        }
    }

    /** Whether a wildcard and a comma stand before a further wildcard, or a wildcard and a colon close to it. */
    private static boolean isList(List<Token> tokens, Token next) {
        int last = tokens.size() - 1;
        if (last < 1 || tokens.get(last - 1).kind() != Kind.WILD) {
            return false;
        }
        return tokens.get(last).isMark(',')
                || (tokens.get(last).isMark(':') && !tokens.get(last).isSpaced() && !next.isSpaced());
    }

    /** Makes one wildcard of words with commas close between them: {@code alice,bob}. */
    private static void foldWords(List<Token> tokens) {
        for (int i = tokens.size() - 2; i > 0; i--) {
            if (tokens.get(i).isMark(',')
                    && !tokens.get(i).isSpaced()
                    && !tokens.get(i + 1).isSpaced()
                    && isWord(tokens.get(i - 1))
                    && isWord(tokens.get(i + 1))
                    && !Cues.isKey(tokens, i + 1)) {
                tokens.set(i - 1, tokens.get(i - 1).asWildcard());
                tokens.subList(i, i + 2).clear();
            }
        }
    }

    private static boolean isWord(Token token) {
        return token.kind() != Kind.MARK && token.kind() != Kind.QUOTED;
    }

    /** Whether a host's name and a colon stand before a port. */
    private static boolean isHost(List<Token> tokens, int last) {
        if (last < 1 || !tokens.get(last).isMark(':') || tokens.get(last).isSpaced()) {
            return false;
        }
        Token host = tokens.get(last - 1);
        return host.kind() == Kind.WORD
                && (host.text().equals("localhost")
                        || host.text().indexOf('.') > 0
                        || host.text().indexOf('-') > 0);
    }

    /** Makes one wildcard of a list in brackets, however long it is. */
    private static void foldList(List<Token> tokens, Token closing) {
        if (!closing.isMark(']') && !closing.isMark(')') && !closing.isMark('}')) {
            return;
        }
        char opening = closing.isMark(']') ? '[' : closing.isMark(')') ? '(' : '{';
        boolean isList = false;
        int at = tokens.size() - 1;
        while (at >= 0 && (tokens.get(at).kind() != Kind.MARK || tokens.get(at).isMark(','))) {
            isList |= tokens.get(at).kind() == Kind.MARK;
            at--;
        }
        if (isList && at >= 0 && tokens.get(at).isMark(opening) && at + 1 < tokens.size()) {
            Token first = tokens.get(at + 1);
            tokens.subList(at + 1, tokens.size()).clear();
            tokens.add(first.asWildcard());
        }
    }
}
