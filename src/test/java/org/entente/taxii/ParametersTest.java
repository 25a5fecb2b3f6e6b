package org.entente.taxii;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.entente.http.ProblemException;
import org.entente.log.VersionFilter;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {

    private static final String MALWARE = "malware--c0931cc6-c75e-47e5-9036-78fabc95d4ec";

    private static Parameters parameters(String... namesAndValues) {
        Map<String, List<String>> given = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            given.merge(namesAndValues[i], List.of(namesAndValues[i + 1]), ParametersTest::concat);
        }
        return new Parameters(given, new Bounds(1000, 10_000, 100));
    }

    private static List<String> concat(List<String> a, List<String> b) {
        return java.util.stream.Stream.concat(a.stream(), b.stream()).toList();
    }

    private static Selection selection(Parameters parameters) {
        return Selection.ofCollection(Selection.Endpoint.OBJECTS, parameters);
    }

    @Test
    void nothingGivenMeansTheNewestVersionOfEverything() {
        assertThat(selection(parameters()))
                .isEqualTo(new Selection(
                        Selection.Endpoint.OBJECTS,
                        java.util.Optional.empty(),
                        Set.of(),
                        Set.of(),
                        true,
                        VersionFilter.LAST));
        assertThat(parameters().limit()).isEqualTo(1000);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "999,999", "10000,10000", "10001,10000", "9007199254740991,10000", "007,7"})
    void limitIsNeverMoreThanAskedNorThanAllowed(String asked, int given) {
        assertThat(parameters("limit", asked).limit()).isEqualTo(given);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-20",
                "-0",
                "+5",
                "",
                " 5",
                "1.0",
                "1e3",
                "ten",
                "9007199254740992",
                "9223372036854775808",
                "٣",
                "1,2"
            })
    void malformedLimitIsRefused(String limit) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parameters("limit", limit).limit())
                .withMessageContaining("limit");
    }

    @ParameterizedTest
    @CsvSource({
        "2016-11-03T12:30:59Z,2016-11-03T12:30:59Z",
        "2016-11-03T12:30:59.1Z,2016-11-03T12:30:59.100Z",
        "2016-11-03T12:30:59.000001Z,2016-11-03T12:30:59.000001Z"
    })
    void addedAfterTakesUpToSixFractionDigits(String text, Instant instant) {
        assertThat(parameters("added_after", text).addedAfter()).contains(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2016-11-03",
                "2016-11-03T12:30:59",
                "2016-11-03T12:30:59+00:00",
                "2016-11-03t12:30:59z",
                "2016-11-03T12:30:59.0000001Z",
                "2016-11-03T12:30:59.Z",
                "2016-02-30T12:30:59Z",
                "2016-11-03T24:00:00Z",
                "2016-11-03T12:60:00Z",
                "2016-11-03T12:30:59Z,2016-11-03T12:30:59Z"
            })
    void malformedAddedAfterIsRefused(String text) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> parameters("added_after", text).addedAfter());
    }

    @Test
    void idsAndTypesAreTakenApartAtCommas() {
        String tool = "tool--ce45f721-af14-4fc0-938c-000c16186418";
        Selection selection =
                selection(parameters("match[id]", MALWARE + "," + tool, "match[type]", "malware,x-acme-thing"));

        assertThat(selection.ids()).containsExactlyInAnyOrder(StixId.parse(MALWARE), StixId.parse(tool));
        assertThat(selection.types()).containsExactlyInAnyOrder("malware", "x-acme-thing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "match[id]=",
                "match[id]=malware",
                "match[id]=malware--c0931cc6",
                "match[id]=" + MALWARE + ",",
                "match[type]=",
                "match[type]=Malware",
                "match[type]=mal ware",
                "match[type]=malware,,tool",
                "match[spec_version]=",
                "match[spec_version]=2",
                "match[spec_version]=newest",
                "match[version]=",
                "match[version]=latest",
                "match[version]=all,last",
                "match[version]=all,all",
                "match[version]=last,last",
                "match[version]=2016-11-03T12:30:59Z,2016-11-03T12:30:59.000Z",
                "match[version]=last,",
            })
    void malformedFilterIsRefused(String parameter) {
        String[] pair = parameter.split("=", 2);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> selection(parameters(pair)))
                .withMessageContaining(pair[0]);
    }

    @Test
    void stix20AloneFindsNothingAndEitherFindsAll() {
        assertThat(selection(parameters("match[spec_version]", "2.0")).findsNothing())
                .isTrue();
        assertThat(selection(parameters("match[spec_version]", "2.0,2.1")).findsNothing())
                .isFalse();
    }

    @Test
    void versionsMayBeNamedTogether() {
        assertThat(selection(parameters("match[version]", "first,2016-11-03T12:30:59.5Z,last"))
                        .versions())
                .isEqualTo(new VersionFilter.Any(true, true, Set.of(Instant.parse("2016-11-03T12:30:59.500Z"))));
        assertThat(selection(parameters("match[version]", "all")).versions()).isEqualTo(new VersionFilter.All());
    }

    @ParameterizedTest
    @CsvSource({
        "2016-11-03T12:30:59.123456789Z, 2016-11-03T12:30:59.123456Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z"
    })
    void versionIsReadAsIntakeReadsIt(String text, Instant version) {
        assertThat(selection(parameters("match[version]", text)).versions())
                .isEqualTo(new VersionFilter.Any(false, false, Set.of(version)));
    }

    @Test
    void theLogsMarkForNoVersionIsNoVersion() {
        assertThat(selection(parameters("match[version]", "1970-01-01T00:00:00Z"))
                        .findsNothing())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit",
                "added_after",
                "next",
                "match[id]",
                "match[type]",
                "match[version]",
                "match[spec_version]"
            })
    void parameterGivenTwiceIsRefused(String name) {
        Map<String, String> value = Map.of(
                "limit", "5",
                "added_after", "2016-11-03T12:30:59Z",
                "next", "x",
                "match[id]", MALWARE,
                "match[type]", "malware",
                "match[version]", "last",
                "match[spec_version]", "2.1");
        Parameters twice = parameters(name, value.get(name), name, value.get(name));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> {
                    selection(twice);
                    twice.limit();
                    twice.next();
                })
                .withMessageContaining("more than once");
    }

    @Test
    void filterWithTooManyValuesIsRefused() {
        String many = IntStream.range(0, 101).mapToObj(i -> "x-" + i).collect(Collectors.joining(","));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> selection(parameters("match[type]", many)))
                .withMessageContaining("100");
    }

    @Test
    void unknownFieldsAndParametersArePassedOver() {
        assertThat(selection(parameters("match[colour]", "red", "page", "7"))).isEqualTo(selection(parameters()));
    }

    @Test
    void orderOfValuesDoesNotMakeAnotherQuery() {
        assertThat(selection(parameters("match[type]", "tool,malware")).canonical())
                .isEqualTo(selection(parameters("match[type]", "malware,tool")).canonical());
    }
}
