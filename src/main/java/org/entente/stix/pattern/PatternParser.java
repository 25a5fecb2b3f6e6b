package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Operator;
import org.entente.stix.pattern.ObservationExpression.Qualified;
import org.entente.stix.pattern.PatternTokens.Kind;
import org.entente.stix.pattern.Qualifier.Repeats;
import org.entente.stix.pattern.Qualifier.StartStop;
import org.entente.stix.pattern.Qualifier.Within;

/**
 * Parses patterns by recursive descent.
 *
 * <p>Recursion happens only at parentheses, whose depth is limited; everything else is a loop. AND binds stronger than OR, OR
 * stronger than FOLLOWEDBY (§9.5.3). Besides the standard, {@code ==} and {@code <>} are read as {@code =} and {@code !=}, as the
 * grammar OASIS publishes does.
 */
public final class PatternParser {
    private final PatternTokens tokens;
    private final PatternLimits limits;
    private final ComparisonParser comparisons;
    private int depth;

    private PatternParser(String pattern, PatternLimits limits) throws PatternSyntax {
        this.tokens = new PatternTokens(pattern);
        this.limits = limits;
        this.comparisons = new ComparisonParser(tokens, limits);
    }

    /** Parses with the default limits. */
    public static PatternResult parse(String pattern) {
        return parse(pattern, PatternLimits.defaults());
    }

    /** Parses a whole pattern; never throws. */
    public static PatternResult parse(String pattern, PatternLimits limits) {
        try {
            PatternParser parser = new PatternParser(pattern, limits);
            ObservationExpression expression = parser.followed();
            parser.require(Kind.END, "AND, OR, FOLLOWEDBY, a qualifier or the end");
            return new PatternResult.Parsed(expression);
        } catch (PatternSyntax broken) {
            return failed(pattern, broken);
        }
    }

    private static PatternResult.Failed failed(String pattern, PatternSyntax broken) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < broken.offset(); i++) {
            if (pattern.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return new PatternResult.Failed(line, broken.offset() - lineStart + 1, String.valueOf(broken.getMessage()));
    }

    private ObservationExpression followed() throws PatternSyntax {
        return combined(Operator.FOLLOWEDBY);
    }

    /** Operands of one operator, each made of those that bind stronger. */
    private ObservationExpression combined(Operator operator) throws PatternSyntax {
        ObservationExpression first = operand(operator);
        if (!tokens.isWord(operator.name())) {
            return first;
        }
        List<ObservationExpression> operands = new ArrayList<>();
        operands.add(first);
        while (tokens.isWord(operator.name())) {
            tokens.advance();
            operands.add(operand(operator));
        }
        return new Combined(operator, operands);
    }

    private ObservationExpression operand(Operator operator) throws PatternSyntax {
        return switch (operator) {
            case FOLLOWEDBY -> combined(Operator.OR);
            case OR -> combined(Operator.AND);
            case AND -> qualified();
        };
    }

    private ObservationExpression qualified() throws PatternSyntax {
        ObservationExpression expression = simple();
        if (tokens.kind() != Kind.WORD) {
            return expression;
        }
        List<Qualifier> qualifiers = new ArrayList<>();
        while (tokens.isWord("REPEATS") || tokens.isWord("WITHIN") || tokens.isWord("START")) {
            int start = tokens.start();
            Qualifier qualifier = qualifier();
            if (qualifiers.stream().anyMatch(earlier -> earlier.getClass() == qualifier.getClass())) {
                throw new PatternSyntax(start, "found a second qualifier of the same kind");
            }
            qualifiers.add(qualifier);
        }
        return qualifiers.isEmpty() ? expression : new Qualified(expression, qualifiers);
    }

    private ObservationExpression simple() throws PatternSyntax {
        if (tokens.kind() == Kind.LEFT_BRACKET) {
            tokens.advance();
            ComparisonExpression comparison = comparisons.expression();
            require(Kind.RIGHT_BRACKET, "AND, OR or ']'");
            return new Observation(comparison);
        }
        int start = tokens.start();
        require(Kind.LEFT_PARENTHESIS, "'[' or '('");
        if (++depth > limits.depth()) {
            throw new PatternSyntax(start, "parentheses are nested deeper than " + limits.depth());
        }
        ObservationExpression inner = followed();
        require(Kind.RIGHT_PARENTHESIS, "AND, OR, FOLLOWEDBY, a qualifier or ')'");
        depth--;
        return inner;
    }

    private Qualifier qualifier() throws PatternSyntax {
        String word = tokens.text();
        tokens.advance();
        return switch (word) {
            case "REPEATS" -> repeats();
            case "WITHIN" -> within();
            default -> startStop();
        };
    }

    private Qualifier repeats() throws PatternSyntax {
        int start = tokens.start();
        boolean whole = tokens.kind() == Kind.NUMBER && tokens.text().indexOf('.') < 0;
        long times = whole ? Constants.whole(tokens.text(), start) : 0;
        if (times < 1) {
            throw new PatternSyntax(start, "expected a positive integer after REPEATS");
        }
        tokens.advance();
        word("TIMES");
        return new Repeats(times);
    }

    private Qualifier within() throws PatternSyntax {
        int start = tokens.start();
        BigDecimal seconds = tokens.kind() == Kind.NUMBER ? Constants.decimal(tokens.text(), start) : BigDecimal.ZERO;
        if (seconds.signum() <= 0) {
            throw new PatternSyntax(start, "expected a positive number after WITHIN");
        }
        tokens.advance();
        word("SECONDS");
        return new Within(seconds);
    }

    private Qualifier startStop() throws PatternSyntax {
        Constant.Timestamp start = timestamp();
        word("STOP");
        return new StartStop(start, timestamp());
    }

    private Constant.Timestamp timestamp() throws PatternSyntax {
        if (tokens.kind() != Kind.TIMESTAMP) {
            throw expected("a timestamp like t'2026-01-31T00:00:00Z'");
        }
        Constant.Timestamp timestamp = Constants.timestamp(tokens.text(), tokens.start());
        tokens.advance();
        return timestamp;
    }

    private void word(String word) throws PatternSyntax {
        if (!tokens.isWord(word)) {
            throw expected(word);
        }
        tokens.advance();
    }

    private void require(Kind kind, String wanted) throws PatternSyntax {
        if (tokens.kind() != kind) {
            throw expected(wanted);
        }
        tokens.advance();
    }

    private PatternSyntax expected(String wanted) {
        return new PatternSyntax(tokens.start(), "expected " + wanted + " but found " + tokens.found());
    }
}
