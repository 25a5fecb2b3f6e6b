package org.entente.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In what two objects differ. */
class DifferenceTest {

    private static List<Difference> between(String held, String known) {
        return Difference.between(held.getBytes(StandardCharsets.UTF_8), known.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void propertiesThatAreAddedMissingOrOtherwiseAreToldInOrder() {
        List<Difference> found = between("{\"b\":1,\"c\":[1],\"d\":true}", "{\"a\":\"x\",\"c\":[2],\"d\":true}");

        assertThat(found).extracting(Difference::property).containsExactly("a", "b", "c");
        assertThat(found.get(0).held()).isNull();
        assertThat(found.get(1).known()).isNull();
    }

    @Test
    void spellingOfNumbersAndOrderOfNamesAreNoDifference() {
        assertThat(between("{\"a\":1.0,\"o\":{\"x\":1,\"y\":[10]}}", "{\"o\":{\"y\":[1e1],\"x\":1},\"a\":1}"))
                .isEmpty();
        assertThat(between("{\"a\":null}", "{}")).hasSize(1);
        assertThat(between("{}", "{\"a\":null}")).hasSize(1);
    }

    @Test
    void whatMayNotBeToldIsNotCompared() {
        byte[] held = "{\"a\":1,\"b\":1}".getBytes(StandardCharsets.UTF_8);
        byte[] known = "{\"a\":2,\"b\":2}".getBytes(StandardCharsets.UTF_8);

        assertThat(Difference.between(held, known, Set.of("a")))
                .extracting(Difference::property)
                .containsExactly("b");
    }

    @Test
    void longValueIsToldByItsLength() {
        Difference found = between("{\"a\":\"" + "x".repeat(5_000) + "\"}", "{\"a\":\"y\"}")
                .get(0);

        assertThat(Objects.requireNonNull(found.held()).textValue()).isEqualTo("(5002 characters)");
    }
}
