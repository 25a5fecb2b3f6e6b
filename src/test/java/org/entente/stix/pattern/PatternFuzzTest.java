package org.entente.stix.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any text is a pattern or an error with a place; a pattern prints to itself and has a stable canonical form. */
class PatternFuzzTest {
    /** Loads the classes, so that the time limit of the first input is spent on the input. */
    PatternFuzzTest() {
        String pattern =
                "([a:b = 1.5 OR a:b IN ('x', h'ff')] OR [ipv4-addr:value = '1.2.3.4']) AND [a:b = 2] WITHIN 5 SECONDS";
        anyTextIsAPatternOrAnError(pattern.getBytes(StandardCharsets.UTF_8));
    }

    @FuzzTest(maxDuration = "")
    void anyTextIsAPatternOrAnError(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        PatternResult result = PatternParser.parse(text, new PatternLimits(20, 500));
        if (result instanceof PatternResult.Failed failed) {
            assertThat(failed.line()).isPositive();
            assertThat(failed.column()).isBetween(1, text.length() + 1);
            return;
        }
        ObservationExpression expression = ((PatternResult.Parsed) result).expression();
        assertThat(PatternParser.parse(PatternPrinter.print(expression), new PatternLimits(500, 500)))
                .isEqualTo(result);
        ObservationExpression canonical = CanonicalPattern.of(expression);
        assertThat(CanonicalPattern.of(canonical)).isEqualTo(canonical);
        assertThat(NamedObservable.in(expression)).doesNotContainNull();
    }
}
