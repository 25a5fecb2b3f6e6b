package org.entente.stix.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.entente.stix.pattern.ComparisonExpression.Joint;
import org.entente.stix.pattern.ObservationExpression.Combined;
import org.entente.stix.pattern.ObservationExpression.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternParserTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[file:size = 25536]",
                "[file:size=-1]",
                "[file:hashes.'SHA-256' != 'a\\'b\\\\c']",
                "[artifact:payload_bin = b'ABI=' OR artifact:payload_bin = h'ffc3']",
                "[network-traffic:dst_port IN(443,6443)]",
                "[process:pid NOT IN (1, 2)]",
                "[file:name NOT LIKE 'a%']",
                "[ipv4-addr:value ISSUPERSET '198.51.100.0/24']",
                "[EXISTS windows-registry-key:values]",
                "[NOT EXISTS file:name]",
                "[file:created > t'2014-01-13T07:03:17.1Z']",
                "[file:is_x = true AND file:is_y != false]",
                "[windows-registry-key:values[*].data = 'x' OR windows-registry-key:values[0].data = 'y']",
                "[x:y.'z w'[1].k >= 1.5]",
                "([file:name = 'a'] AND [file:name = 'b']) WITHIN 0.5 SECONDS REPEATS 2 TIMES",
                "[file:name = 'a'] START t'2020-01-01T00:00:00Z' STOP t'2020-01-02T00:00:00Z'",
                "([file:name = 'a'] REPEATS 2 TIMES) REPEATS 3 TIMES",
                "[file:name='a']\u2003FOLLOWEDBY\n[file:name='b'] // so\n /* be it */",
                "[(file:name = 'a' OR url:value = 'b') AND file:size = 1]",
                "[file:size == 1 AND file:size <> 2]"
            })
    void patternIsRead(String pattern) {
        assertThat(PatternParser.parse(pattern)).isInstanceOf(PatternResult.Parsed.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            file:size = 1                            | 1 | 1
            [file.size = 1]                          | 1 | 6
            [file:size = 1                           | 1 | 15
            [file:size = 1] [file:size = 2]          | 1 | 17
            [file:size = +1]                         | 1 | 14
            [file:size = 007]                        | 1 | 14
            [file:size = 9007199254740992]           | 1 | 14
            [file:name = "a"]                        | 1 | 14
            [file:name = 'a\\n']                     | 1 | 16
            [file:name = 'a]                         | 1 | 14
            [file:name LIKE 1]                       | 1 | 17
            [file:is_x > true]                       | 1 | 14
            [file:hashes.SHA-256 = 'a']              | 1 | 17
            [file:magic_number_hex = h'ffd']         | 1 | 26
            [artifact:payload_bin = b'ABI']          | 1 | 25
            [file:created = t'2014-02-30T00:00:00Z'] | 1 | 17
            [file:name = 'a' AND url:value = 'b']    | 1 | 22
            [file:name = 'a'] REPEATS 0 TIMES        | 1 | 27
            [file:name = 'a'] REPEATS 1.5 TIMES      | 1 | 27
            [file:name = 'a'] WITHIN -1 SECONDS      | 1 | 26
            [file:name = 'a'] WITHIN 5 HOURS         | 1 | 28
            [file:name = 'a'] WITHIN 1 SECONDS WITHIN 2 SECONDS | 1 | 36
            [file:name = 'a'] START '2020-01-01T00:00:00Z' STOP t'2020-01-02T00:00:00Z' | 1 | 25
            [file:x[-1] = 1]                         | 1 | 9
            [NOT file:name = 'a']                    | 1 | 6
            []                                       | 1 | 2
            """)
    void errorPointsAtTheColumn(String pattern, int line, int column) {
        // When
        PatternResult result = PatternParser.parse(pattern);

        // Then
        assertThat(result).isInstanceOfSatisfying(PatternResult.Failed.class, failed -> {
            assertThat(failed.message()).isNotBlank();
            assertThat(List.of(failed.line(), failed.column())).containsExactly(line, column);
        });
    }

    @Test
    void errorOnALaterLineIsCountedFromThere() {
        assertThat(PatternParser.parse("[file:size = 1]\n AND x"))
                .isInstanceOfSatisfying(PatternResult.Failed.class, failed -> {
                    assertThat(failed.line()).isEqualTo(2);
                    assertThat(failed.column()).isEqualTo(6);
                });
    }

    @Test
    void andBindsStrongerThanOrAndOrStrongerThanFollowedby() {
        // When
        ObservationExpression expression = parsed("[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4]");

        // Then
        Combined followed = (Combined) expression;
        Combined alternatives = (Combined) followed.operands().get(1);
        assertThat(followed.operator()).isEqualTo(Operator.FOLLOWEDBY);
        assertThat(alternatives.operator()).isEqualTo(Operator.OR);
        assertThat(((Combined) alternatives.operands().get(1)).operator()).isEqualTo(Operator.AND);
    }

    @Test
    void qualifierBelongsToTheExpressionBeforeIt() {
        // When
        Combined expression = (Combined) parsed("[a:b=1] FOLLOWEDBY [a:b=2] REPEATS 5 TIMES");

        // Then
        assertThat(expression.operands().get(1)).isInstanceOf(ObservationExpression.Qualified.class);
    }

    @Test
    void comparisonsAreJoinedByPrecedence() {
        // When
        ObservationExpression.Observation observation =
                (ObservationExpression.Observation) parsed("[a:b=1 OR a:b=2 AND a:b=3]");

        // Then
        assertThat(((ComparisonExpression.Joined) observation.comparison()).joint())
                .isEqualTo(Joint.OR);
    }

    @Test
    void limitsStopDeepAndLongPatterns() {
        // Given
        PatternLimits limits = new PatternLimits(10, 100);
        String deep = "(".repeat(11) + "[a:b=1]" + ")".repeat(11);
        String deepInside = "[" + "(".repeat(11) + "a:b=1" + ")".repeat(11) + "]";
        String wide = "[a:b IN (1" + ",1".repeat(100) + ")]";

        // Then
        assertThat(PatternParser.parse(deep, limits)).isInstanceOf(PatternResult.Failed.class);
        assertThat(PatternParser.parse(deepInside, limits)).isInstanceOf(PatternResult.Failed.class);
        assertThat(PatternParser.parse(wide, limits)).isInstanceOf(PatternResult.Failed.class);
        assertThat(PatternParser.parse(deep, new PatternLimits(11, 100))).isInstanceOf(PatternResult.Parsed.class);
    }

    @Test
    void namedObservablesAreThoseThatMustEqualAConstant() {
        // When
        List<NamedObservable> named = NamedObservable.in(parsed("[file:hashes.'SHA-256' = 'aa' AND file:size > 1]"
                + " OR [ipv4-addr:value IN ('1.2.3.4', '5.6.7.8') OR url:value != 'x' OR url:value NOT != 'y']"));

        // Then
        assertThat(named)
                .containsExactly(
                        new NamedObservable("file", "hashes.'SHA-256'", new Constant.Text("aa")),
                        new NamedObservable("ipv4-addr", "value", new Constant.Text("1.2.3.4")),
                        new NamedObservable("ipv4-addr", "value", new Constant.Text("5.6.7.8")),
                        new NamedObservable("url", "value", new Constant.Text("y")));
    }

    private static ObservationExpression parsed(String pattern) {
        return ((PatternResult.Parsed) PatternParser.parse(pattern)).expression();
    }
}
