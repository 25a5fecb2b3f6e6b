package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ComparisonExpression.Joint;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ObjectPath.Step;
import org.entente.stix.pattern.PatternTokens.Kind;

/** Parses what stands between brackets, and sees that the operands of AND can be satisfied by one object (STIX 2.1 §9.5, §9.6). */
final class ComparisonParser {
    private static final List<Operator> OPERATORS = List.of(Operator.values());
    private static final int NAME_LENGTH_MAX = 250;
    private static final int INDEX_DIGITS_MAX = 9;

    /** A comparison and the types of which one object could satisfy it. */
    private record Typed(ComparisonExpression expression, Set<String> types) {}

    private final PatternTokens tokens;
    private final PatternLimits limits;
    private int depth;
    private int comparisons;

    ComparisonParser(PatternTokens tokens, PatternLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
    }

    ComparisonExpression expression() throws PatternSyntax {
        return disjunction().expression();
    }

    private Typed disjunction() throws PatternSyntax {
        Typed first = conjunction();
        if (!tokens.isWord("OR")) {
            return first;
        }
        List<ComparisonExpression> operands = new ArrayList<>();
        operands.add(first.expression());
        Set<String> types = new HashSet<>(first.types());
        while (tokens.isWord("OR")) {
            tokens.advance();
            Typed next = conjunction();
            operands.add(next.expression());
            types.addAll(next.types());
        }
        return new Typed(new Joined(Joint.OR, operands), types);
    }

    private Typed conjunction() throws PatternSyntax {
        Typed first = test();
        if (!tokens.isWord("AND")) {
            return first;
        }
        List<ComparisonExpression> operands = new ArrayList<>();
        operands.add(first.expression());
        Set<String> types = new HashSet<>(first.types());
        while (tokens.isWord("AND")) {
            tokens.advance();
            int start = tokens.start();
            Typed next = test();
            operands.add(next.expression());
            types.retainAll(next.types());
            if (types.isEmpty()) {
                throw new PatternSyntax(
                        start, "no single object can satisfy both sides of this AND; use the same object type");
            }
        }
        return new Typed(new Joined(Joint.AND, operands), types);
    }

    private Typed test() throws PatternSyntax {
        if (tokens.kind() == Kind.LEFT_PARENTHESIS) {
            return parenthesized();
        }
        count(tokens.start());
        boolean negated = tokens.isWord("NOT");
        if (negated) {
            tokens.advance();
        }
        if (tokens.isWord("EXISTS")) {
            tokens.advance();
            ObjectPath path = path();
            return new Typed(new Exists(negated, path), Set.of(path.type()));
        }
        if (negated) {
            throw expected("EXISTS");
        }
        ObjectPath path = path();
        return new Typed(comparison(path), Set.of(path.type()));
    }

    private Typed parenthesized() throws PatternSyntax {
        if (++depth > limits.depth()) {
            throw new PatternSyntax(tokens.start(), "parentheses are nested deeper than " + limits.depth());
        }
        tokens.advance();
        Typed inner = disjunction();
        require(Kind.RIGHT_PARENTHESIS, "AND, OR or ')'");
        depth--;
        return inner;
    }

    private void count(int start) throws PatternSyntax {
        if (++comparisons > limits.comparisons()) {
            throw new PatternSyntax(start, "the pattern has more than " + limits.comparisons() + " comparisons");
        }
    }

    private ComparisonExpression comparison(ObjectPath path) throws PatternSyntax {
        boolean negated = tokens.isWord("NOT");
        if (negated) {
            tokens.advance();
        }
        if (tokens.isWord("IN")) {
            tokens.advance();
            return new In(path, negated, set());
        }
        Operator operator = operator();
        tokens.advance();
        if (operator.isTextual() && tokens.kind() != Kind.TEXT) {
            throw expected("a string");
        }
        if (!operator.isEquality() && tokens.kind() == Kind.WORD) {
            throw expected("a constant that has an order");
        }
        return new Comparison(path, negated, operator, constant());
    }

    private Operator operator() throws PatternSyntax {
        if (tokens.kind() == Kind.WORD || tokens.kind() == Kind.OPERATOR) {
            for (Operator operator : OPERATORS) {
                if (tokens.isWritten(operator.symbol())) {
                    return operator;
                }
            }
        }
        if (tokens.isWritten("==")) {
            return Operator.EQUAL;
        }
        if (tokens.isWritten("<>")) {
            return Operator.NOT_EQUAL;
        }
        throw expected("a comparison operator");
    }

    private List<Constant> set() throws PatternSyntax {
        require(Kind.LEFT_PARENTHESIS, "'('");
        List<Constant> constants = new ArrayList<>();
        if (tokens.kind() == Kind.RIGHT_PARENTHESIS) {
            tokens.advance();
            return constants;
        }
        constants.add(constant());
        while (tokens.kind() == Kind.COMMA) {
            tokens.advance();
            count(tokens.start());
            constants.add(constant());
        }
        require(Kind.RIGHT_PARENTHESIS, "',' or ')'");
        return constants;
    }

    private Constant constant() throws PatternSyntax {
        int start = tokens.start();
        String text = tokens.text();
        Constant constant = switch (tokens.kind()) {
            case TEXT -> new Constant.Text(text);
            case NUMBER -> Constants.number(text, start);
            case HEX -> Constants.hex(text, start);
            case BINARY -> Constants.binary(text, start);
            case TIMESTAMP -> Constants.timestamp(text, start);
            case WORD -> flag(text);
            default -> throw expected("a constant");
        };
        tokens.advance();
        return constant;
    }

    private Constant flag(String word) throws PatternSyntax {
        if (!word.equals("true") && !word.equals("false")) {
            throw expected("a constant");
        }
        return new Constant.Flag(word.equals("true"));
    }

    private ObjectPath path() throws PatternSyntax {
        String type = name("an object type");
        require(Kind.COLON, "':'");
        Step first = property();
        if (tokens.kind() != Kind.DOT && tokens.kind() != Kind.LEFT_BRACKET) {
            return new ObjectPath(type, List.of(first));
        }
        List<Step> steps = new ArrayList<>();
        steps.add(first);
        while (tokens.kind() == Kind.DOT || tokens.kind() == Kind.LEFT_BRACKET) {
            boolean named = tokens.kind() == Kind.DOT;
            tokens.advance();
            steps.add(named ? property() : index());
        }
        return new ObjectPath(type, steps);
    }

    private String name(String wanted) throws PatternSyntax {
        if (tokens.kind() != Kind.WORD || tokens.length() > NAME_LENGTH_MAX) {
            throw expected(wanted);
        }
        String name = tokens.text();
        tokens.advance();
        return name;
    }

    private Step property() throws PatternSyntax {
        if (tokens.kind() == Kind.TEXT && tokens.length() <= NAME_LENGTH_MAX) {
            Step step = new Step.Name(tokens.text());
            tokens.advance();
            return step;
        }
        int hyphen = tokens.kind() == Kind.WORD ? tokens.indexOf('-') : -1;
        if (hyphen >= 0) {
            throw new PatternSyntax(hyphen, "a property name with a hyphen must stand in apostrophes");
        }
        return new Step.Name(name("a property name"));
    }

    private Step index() throws PatternSyntax {
        Step step;
        if (tokens.kind() == Kind.ASTERISK) {
            step = new Step.Any();
        } else if (tokens.kind() == Kind.NUMBER && isIndex(tokens.text())) {
            step = new Step.Index(Long.parseLong(tokens.text()));
        } else {
            throw expected("a list index or '*'");
        }
        tokens.advance();
        require(Kind.RIGHT_BRACKET, "']'");
        return step;
    }

    private static boolean isIndex(String number) {
        return number.length() <= INDEX_DIGITS_MAX && number.chars().allMatch(unit -> unit >= '0' && unit <= '9');
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
