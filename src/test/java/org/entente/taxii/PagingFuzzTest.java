package org.entente.taxii;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.http.CursorSeal;
import org.entente.http.ProblemException;

/** Query parameters and cursors of any content are read or refused, never a failure of the exchange. */
class PagingFuzzTest {
    private static final List<String> NAMES = List.of(
            "limit", "next", "added_after", "match[id]", "match[type]", "match[version]", "match[spec_version]");

    private final CursorSeal seal = new CursorSeal("for this test only, in no other place", "taxii");

    /** Loads the classes, so that the time limit of the first input is spent on the input. */
    PagingFuzzTest() {
        anyQueryIsReadOrRefused("0\nAAAA\n2026\nx\nX\nall,1\nx".getBytes(StandardCharsets.UTF_8));
    }

    /** The input holds the values of the parameters, one a line, in the order of their names. */
    @FuzzTest(maxDuration = "")
    void anyQueryIsReadOrRefused(byte[] bytes) {
        String[] values = new String(bytes, StandardCharsets.UTF_8).split("\n", NAMES.size());
        Map<String, List<String>> query = new HashMap<>();
        for (int i = 0; i < values.length; i++) {
            query.put(NAMES.get(i), List.of(values[i]));
        }
        Parameters parameters = new Parameters(query, new Bounds(10, 100, 50));
        read(parameters::limit);
        read(parameters::addedAfter);
        read(parameters::ids);
        read(parameters::types);
        read(parameters::versions);
        read(parameters::wantsStix21);
        read(() -> assertThat(seal.open(parameters.next().orElse(""), "me")).isEmpty());
    }

    private static void read(Runnable parameter) {
        try {
            parameter.run();
        } catch (ProblemException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }
}
