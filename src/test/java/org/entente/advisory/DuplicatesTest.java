package org.entente.advisory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.entente.advisory.Gathering.Found;
import org.entente.advisory.Gathering.Merge;
import org.entente.advisory.Gathering.Sorted;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.log.KnownContent;
import org.entente.stix.Candidate;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;

class DuplicatesTest {

    private final Map<StixId, Found> found = new LinkedHashMap<>();

    @Test
    void indicatorsWithEquivalentPatternsAreOneAndTheWidestIsKept() {
        StixId narrow = indicator("[ipv4-addr:value = '198.51.100.7' OR domain-name:value = 'a.example']", 1);
        StixId wide = indicator("[domain-name:value = 'a.example'  OR ipv4-addr:value='198.51.100.7']", 3);
        StixId other = indicator("[domain-name:value = 'b.example']", 3);

        Sorted sorted = Duplicates.sort(List.copyOf(found.keySet()), found);

        assertThat(sorted.kept()).extracting(GatheredObject::id).containsExactly(wide.toString(), other.toString());
        assertThat(sorted.merged())
                .containsExactly(new Merge(wide.toString(), List.of(narrow.toString()), "equivalent-pattern"));
    }

    @Test
    void observablesOfOneValueAreOneWhateverTheirIds() {
        StixId made = add("ipv4-addr", "\"value\":\"198.51.100.7\"", 2);
        StixId same = add("ipv4-addr", "\"value\":\"198.51.100.7\"", 2);
        StixId other = add("ipv4-addr", "\"value\":\"198.51.100.8\"", 2);

        Sorted sorted = Duplicates.sort(List.of(made, same, other), found);

        assertThat(sorted.kept()).extracting(GatheredObject::id).containsExactly(made.toString(), other.toString());
        assertThat(sorted.merged()).extracting(Merge::why).containsExactly("same-observable");
    }

    @Test
    void whatMeansSomethingOfItsOwnIsKept() {
        add("malware", dated("\"is_family\":false,\"name\":\"Loader\""), 1);
        add("malware", dated("\"is_family\":false,\"name\":\"Loader\""), 1);

        assertThat(Duplicates.sort(List.copyOf(found.keySet()), found).kept()).hasSize(2);
    }

    private StixId indicator(String pattern, int readers) {
        return add(
                "indicator",
                dated("\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\",\"pattern\":\"" + pattern
                        + "\""),
                readers);
    }

    private static String dated(String properties) {
        return "\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\"," + properties;
    }

    private StixId add(String type, String properties, int readers) {
        StixId id = new StixId(type, UUID.randomUUID());
        byte[] bytes = ("{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + id + "\"," + properties + "}")
                .getBytes(UTF_8);
        StixObject object = ((Candidate.Valid) new StixReader(StixLimits.defaults()).readObject(bytes)).object();
        KnownContent content = new KnownContent(1, id, Instant.EPOCH, new byte[0], Map.of());
        found.put(id, new Found(content, Optional.of(object), readers));
        return id;
    }
}
