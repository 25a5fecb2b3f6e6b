package org.entente.interference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Under the demo's policies: everybody may know who submitted, and gets what was submitted. */
class NonInterferenceIT extends NonInterference {

    @Override
    void adjust(Twin exchange) {
        // The demo's policies are what this is about.
    }

    @Override
    int seen() {
        return new HashSet<>(scenario.seen()).size();
    }

    @Test
    void observedPartnerHasExactlyWhatItMayHave() throws Exception {
        Set<String> has = idsOf(whole.objects(Scenario.OBSERVED, "threats"));

        assertThat(has).isEqualTo(new HashSet<>(scenario.seen()));
    }
}
