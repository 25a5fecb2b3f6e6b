package org.entente.stix.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.entente.stix.pattern.ComparisonExpression.Joined;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Observation;
import org.entente.stix.pattern.ObservationExpression.Operator;
import org.entente.stix.pattern.ObservationExpression.Qualified;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws that hold for every pattern, tried on generated ones; the seed in the test's name makes a failure again. */
class PatternLawsTest {
    private static final int PATTERNS_PER_SEED = 200;

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void parsingWhatWasPrintedGivesTheSameTree(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        for (int i = 0; i < PATTERNS_PER_SEED; i++) {
            // Given
            ObservationExpression expression = generator.pattern();

            // When
            String printed = PatternPrinter.print(expression);

            // Then
            assertThat(PatternParser.parse(printed)).as(printed).isEqualTo(new PatternResult.Parsed(expression));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void canonicalFormIsIdempotentAndParses(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        for (int i = 0; i < PATTERNS_PER_SEED; i++) {
            // Given
            ObservationExpression expression = generator.pattern();

            // When
            ObservationExpression canonical = CanonicalPattern.of(expression);

            // Then
            String printed = PatternPrinter.print(expression);
            assertThat(CanonicalPattern.of(canonical)).as(printed).isEqualTo(canonical);
            assertThat(PatternParser.parse(PatternPrinter.print(canonical)))
                    .as(printed)
                    .isEqualTo(new PatternResult.Parsed(canonical));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void canonicalFormIsBlindToTheOrderOfCommutativeOperands(long seed) {
        PatternGenerator generator = new PatternGenerator(seed);
        Random random = new Random(seed);
        for (int i = 0; i < PATTERNS_PER_SEED; i++) {
            // Given
            ObservationExpression expression = generator.pattern();

            // When
            ObservationExpression shuffled = shuffled(expression, random);

            // Then
            assertThat(CanonicalPattern.of(shuffled))
                    .as(PatternPrinter.print(expression))
                    .isEqualTo(CanonicalPattern.of(expression));
        }
    }

    private static ObservationExpression shuffled(ObservationExpression expression, Random random) {
        if (expression instanceof Observation observation) {
            return new Observation(shuffled(observation.comparison(), random));
        }
        if (expression instanceof Qualified qualified) {
            return new Qualified(shuffled(qualified.expression(), random), qualified.qualifiers());
        }
        Combined combined = (Combined) expression;
        List<ObservationExpression> operands = new ArrayList<>();
        combined.operands().forEach(operand -> operands.add(shuffled(operand, random)));
        if (combined.operator() != Operator.FOLLOWEDBY) {
            Collections.shuffle(operands, random);
        }
        return new Combined(combined.operator(), operands);
    }

    private static ComparisonExpression shuffled(ComparisonExpression expression, Random random) {
        if (!(expression instanceof Joined joined)) {
            return expression;
        }
        List<ComparisonExpression> operands = new ArrayList<>();
        joined.operands().forEach(operand -> operands.add(shuffled(operand, random)));
        Collections.shuffle(operands, random);
        return new Joined(joined.joint(), operands);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [a:b=1] OR [a:b=1]                                | [a:b=1]
            [a:b=1] OR ([a:b=1] AND [a:b=2])                  | [a:b=1]
            [a:b=1] OR ([a:b=2] FOLLOWEDBY [a:b=1])           | [a:b=1]
            ([a:b=1] AND [a:b=2]) OR ([a:b=2] FOLLOWEDBY [a:b=1]) | [a:b=1] AND [a:b=2]
            [a:b=1] AND ([a:b=2] OR [a:b=3])                  | ([a:b=1] AND [a:b=2]) OR ([a:b=3] AND [a:b=1])
            [a:b=1] FOLLOWEDBY ([a:b=2] OR [a:b=3])           | ([a:b=1] FOLLOWEDBY [a:b=2]) OR ([a:b=1] FOLLOWEDBY [a:b=3])
            [a:b=1] AND ([a:b=2] AND [a:b=3])                 | [a:b=3] AND [a:b=2] AND [a:b=1]
            [a:b=1 AND a:b=1]                                 | [a:b=1]
            [a:b=1 OR (a:b=1 AND a:b=2)]                      | [a:b=1]
            [a:b=1 AND (a:b=1 OR a:b=2)]                      | [a:b=1]
            [a:b=1 AND (a:b=2 OR a:b=3)]                      | [(a:b=1 AND a:b=2) OR (a:b=1 AND a:b=3)]
            [(a:b=1 OR c:d=2) AND a:b=3]                      | [a:b=1 AND a:b=3]
            [a:b NOT = 1]                                     | [a:b != 1]
            [a:b IN (3, 1, 3)]                                | [a:b IN (1, 3)]
            [a:b IN (2, 1)]                                   | [a:b = 1 OR a:b = 2]
            [a:b IN (1)]                                      | [a:b = 1]
            [a:b[*] IN (1, 2) OR a:b[*] = 2]                  | [a:b[*] IN (1, 2)]
            [a:b NOT IN (2, 1)]                               | [a:b != 1 AND a:b != 2]
            [a:b[*] NOT IN (1)]                               | [a:b[*] != 1]
            [a:b=1] REPEATS 1 TIMES                           | [a:b=1]
            [a:b=1] REPEATS 1 TIMES WITHIN 5 SECONDS          | [a:b=1] WITHIN 5 SECONDS
            [a:b = 1.50]                                      | [a:b = 1.5]
            [a:b = 2.0]                                       | [a:b = 2]
            [a:b = h'FF']                                     | [a:b = b'/w==']
            [a:b = t'2020-01-01T00:00:00.100Z']               | [a:b = t'2020-01-01T00:00:00.1Z']
            [a:b=1] WITHIN 5.0 SECONDS                        | [a:b=1] WITHIN 5 SECONDS
            [ipv4-addr:value='1.2.3.4/24']                    | [ipv4-addr:value='1.2.3.0/24']
            [ipv4-addr:value='1.2.3.4/32']                    | [ipv4-addr:value='01.02.03.04']
            [ipv6-addr:value='::ffff:1.2.3.4']                | [ipv6-addr:value='0:0:0:0:0:FFFF:102:304']
            [ipv6-addr:value IN ('1::/0', '2::')]             | [ipv6-addr:value IN ('2::', '::/0')]
            [windows-registry-key:key IN ('A', 'b')]          | [windows-registry-key:key IN ('B', 'a')]
            """)
    void lawsMakePatternsEquivalent(String one, String other) {
        assertThat(CanonicalPattern.equivalent(parsed(one), parsed(other))).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            [a:b=1] AND [a:b=1]              | [a:b=1]
            [a:b=1] FOLLOWEDBY [a:b=2]       | [a:b=2] FOLLOWEDBY [a:b=1]
            [a:b=1] AND [a:b=2]              | [a:b=1 AND a:b=2]
            [a:b > 1]                        | [a:b NOT <= 1]
            [a:b IN ()]                      | [a:b NOT IN ()]
            [a:b NOT IN (1, 2)]              | [a:b != 1 OR a:b != 2]
            [a:b[*] NOT IN (1, 2)]           | [a:b[*] != 1 AND a:b[*] != 2]
            [a:b='A']                        | [a:b='a']
            [a:b LIKE '1.2.3.4/24']          | [a:b LIKE '1.2.3.0/24']
            [ipv4-addr:value='010.0.0.1']    | [ipv4-addr:value='10.0.0.1']
            [a:b=1] REPEATS 2 TIMES          | [a:b=1] REPEATS 3 TIMES
            """)
    void whatTheLawsDoNotCoverStaysApart(String one, String other) {
        assertThat(CanonicalPattern.equivalent(parsed(one), parsed(other))).isFalse();
    }

    private static ObservationExpression parsed(String pattern) {
        return ((PatternResult.Parsed) PatternParser.parse(pattern)).expression();
    }
}
