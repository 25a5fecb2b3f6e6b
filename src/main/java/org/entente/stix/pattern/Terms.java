package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Lists of operands under the laws of Boolean algebra. */
final class Terms {
    /** Operands up to which each is tried against each other for implication. */
    private static final int PAIRWISE_MAX = CanonicalPattern.TERMS_MAX;

    private Terms() {}

    /** In the order of their texts, each text made once. */
    static <T> List<T> sorted(List<T> operands, Function<T, String> text) {
        return operands.stream()
                .map(operand -> Map.entry(text.apply(operand), operand))
                .sorted(Comparator.comparing(Map.Entry::getKey))
                .map(Map.Entry::getValue)
                .toList();
    }

    static <T> List<T> distinct(List<T> operands) {
        return List.copyOf(new LinkedHashSet<>(operands));
    }

    /** The operands of an OR without those that imply another, which add nothing. They must be distinct. */
    static <T> List<T> withoutImplied(List<T> operands, BiPredicate<T, T> implies) {
        if (operands.size() > PAIRWISE_MAX) {
            return operands;
        }
        List<T> needed = new ArrayList<>(operands);
        for (T operand : operands) {
            boolean redundant = needed.stream().anyMatch(other -> other != operand && implies.test(operand, other));
            if (redundant) {
                needed.remove(operand);
            }
        }
        return needed;
    }

    /** The number of choices of one term from each operand, or more than {@link Integer#MAX_VALUE} means that many. */
    static <T> long product(List<T> operands, ToIntFunction<T> terms) {
        long product = 1;
        for (T operand : operands) {
            product *= terms.applyAsInt(operand);
            if (product > Integer.MAX_VALUE) {
                return Integer.MAX_VALUE;
            }
        }
        return product;
    }

    /** Every choice of one term from each operand, in order. */
    static <T> List<List<T>> choices(List<T> operands, Function<T, List<T>> terms) {
        List<List<T>> choices = List.of(List.of());
        for (T operand : operands) {
            List<List<T>> longer = new ArrayList<>();
            for (List<T> choice : choices) {
                for (T term : terms.apply(operand)) {
                    List<T> next = new ArrayList<>(choice);
                    next.add(term);
                    longer.add(next);
                }
            }
            choices = longer;
        }
        return choices;
    }
}
