package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaxiiMediaTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/taxii+json;version=2.1",
                "application/taxii+json; version=2.1",
                "Application/TAXII+JSON;Version=\"2.1\"",
                "application/taxii+json",
                "application/*",
                "*/*",
                "text/html, */*;q=0.8",
                "application/taxii+json;version=2.0, application/taxii+json;version=2.1;q=0.1",
                "application/taxii+json;version=2.1;charset=utf-8",
                "nonsense;;=, application/taxii+json",
            })
    void rangesThatCoverTaxiiAreAcceptable(String accept) {
        assertThat(TaxiiMedia.isAcceptable(List.of(accept))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "application/json",
                "application/taxii+json;version=2.0",
                "application/vnd.oasis.taxii+json;version=2.0",
                "application/stix+json;version=2.1",
                "text/*",
                "application/taxii+json;version=2.1;q=0",
                "application/taxii+json;version=2.1;q=0, */*",
                "application/taxii+json;q=many",
                "application/taxii+json;version",
            })
    void otherRangesAreNot(String accept) {
        assertThat(TaxiiMedia.isAcceptable(List.of(accept))).isFalse();
    }

    @Test
    void requestWithoutAcceptHeaderIsNotAcceptable() {
        assertThat(TaxiiMedia.isAcceptable(List.of())).isFalse();
    }

    @Test
    void severalHeadersCountAsOne() {
        assertThat(TaxiiMedia.isAcceptable(List.of("text/html", "application/taxii+json")))
                .isTrue();
    }

    @Test
    void rangesBeyondTheBoundAreNotLookedAt() {
        String[] ranges = new String[100_000];
        Arrays.fill(ranges, "text/plain");
        ranges[ranges.length - 1] = "*/*";

        assertThat(TaxiiMedia.isAcceptable(List.of(String.join(",", ranges)))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/taxii+json;version=2.1",
                "application/taxii+json",
                "application/TAXII+json ; version=2.1"
            })
    void bodiesOfTaxiiAreRecognised(String contentType) {
        assertThat(TaxiiMedia.isTaxii(contentType)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "application/json", "application/taxii+json;version=2.0", "*/*", "application/*"})
    void otherBodiesAreNot(String contentType) {
        assertThat(TaxiiMedia.isTaxii(contentType)).isFalse();
    }
}
