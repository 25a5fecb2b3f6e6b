package org.entente.stix.pattern;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.entente.stix.pattern.ComparisonExpression.Comparison;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.In;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ComparisonExpression.Joint;
import org.entente.stix.pattern.ObjectPath.Step;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Operator;
import org.entente.stix.pattern.ObservationExpression.Qualified;

/** Makes random patterns, the same for the same seed. Few names and constants, so that laws find something to do. */
final class PatternGenerator {
    private static final int DEPTH = 3;
    private static final List<String> TYPES = List.of("file", "ipv4-addr", "windows-registry-key");
    private static final List<String> NAMES = List.of("name", "value", "key", "SHA-256", "it's", "a.b", "size_2");
    private static final List<String> TEXTS =
            List.of("", "a", "A", "1.2.3.4/8", "back\\slash", "it's", "ü\u2028\uD83D\uDE00");

    private final Random random;

    PatternGenerator(long seed) {
        random = new Random(seed);
    }

    ObservationExpression pattern() {
        return observation(DEPTH);
    }

    private ObservationExpression observation(int depth) {
        int choice = random.nextInt(depth == 0 ? 1 : 4);
        return switch (choice) {
            case 2 -> new Qualified(observation(depth - 1), qualifiers());
            case 3 -> new Combined(one(Operator.values()), many(() -> observation(depth - 1)));
            default -> new Observation(comparison(depth, one(TYPES)));
        };
    }

    private List<Qualifier> qualifiers() {
        List<Qualifier> qualifiers = new ArrayList<>();
        if (random.nextBoolean()) {
            qualifiers.add(new Qualifier.Repeats(1 + random.nextInt(5)));
        }
        if (random.nextBoolean()) {
            qualifiers.add(new Qualifier.Within(new BigDecimal("1" + random.nextInt(3) + ".50")));
        }
        if (qualifiers.isEmpty()) {
            qualifiers.add(new Qualifier.StartStop(timestamp(), timestamp()));
        }
        return qualifiers;
    }

    /** One object type an observation, so that AND is always satisfiable. */
    private ComparisonExpression comparison(int depth, String type) {
        int choice = random.nextInt(depth == 0 ? 3 : 5);
        return switch (choice) {
            case 0 -> new Exists(random.nextBoolean(), path(type));
            case 1 -> new In(path(type), random.nextBoolean(), many(this::constant));
            case 2 -> single(type);
            default -> new Joined(one(Joint.values()), many(() -> comparison(depth - 1, type)));
        };
    }

    private ComparisonExpression single(String type) {
        ComparisonExpression.Operator operator = one(ComparisonExpression.Operator.values());
        Constant constant = operator.isTextual() ? new Constant.Text(one(TEXTS)) : constant();
        boolean ordered = operator.isEquality() || !(constant instanceof Constant.Flag);
        return new Comparison(path(type), random.nextBoolean(), operator, ordered ? constant : new Constant.Whole(1));
    }

    private ObjectPath path(String type) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step.Name(one(NAMES)));
        while (random.nextInt(3) == 0) {
            int choice = random.nextInt(3);
            steps.add(
                    choice == 0
                            ? new Step.Any()
                            : choice == 1 ? new Step.Index(random.nextInt(3)) : new Step.Name(one(NAMES)));
        }
        return new ObjectPath(type, steps);
    }

    private Constant constant() {
        return switch (random.nextInt(7)) {
            case 0 -> new Constant.Whole(random.nextInt(5) - 2);
            case 1 -> new Constant.Decimal(new BigDecimal(random.nextInt(3) + "." + random.nextInt(3) + "0"));
            case 2 -> new Constant.Flag(random.nextBoolean());
            case 3 -> new Constant.Hex(random.nextBoolean() ? "ff00" : "");
            case 4 -> new Constant.Binary(random.nextBoolean() ? "/wA=" : "");
            case 5 -> timestamp();
            default -> new Constant.Text(one(TEXTS));
        };
    }

    private Constant.Timestamp timestamp() {
        return new Constant.Timestamp(
                "2020-01-0" + (1 + random.nextInt(3)) + "T00:00:00" + one(List.of("", ".5", ".500")) + "Z");
    }

    private <T> List<T> many(Supplier<T> source) {
        List<T> items = new ArrayList<>();
        for (int count = 2 + random.nextInt(2); count > 0; count--) {
            items.add(source.get());
        }
        return items;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    @SafeVarargs
    private <T> T one(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
