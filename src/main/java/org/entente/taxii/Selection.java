package org.entente.taxii;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.log.VersionFilter;
import org.entente.stix.StixId;

/**
 * Which entries of a collection a request asks for, page size and place apart: two pages of one reading have equal
 * selections.
 *
 * @param endpoint what of the entries is answered
 * @param addedAfter exclusive
 * @param ids only these objects; empty means all
 * @param types only these STIX types; empty means all
 * @param stix21 whether STIX 2.1 is asked for; without it nothing fits
 * @param versions which versions of each object
 */
record Selection(
        Endpoint endpoint,
        Optional<Instant> addedAfter,
        Set<StixId> ids,
        Set<String> types,
        boolean stix21,
        VersionFilter versions) {

    /** The endpoints that answer with pages. */
    enum Endpoint {
        OBJECTS,
        MANIFEST,
        OBJECT,
        VERSIONS
    }

    Selection {
        ids = Set.copyOf(ids);
        types = Set.copyOf(types);
    }

    /** For the objects and manifest of a collection (§5.3, §5.4), which take every filter. */
    static Selection ofCollection(Endpoint endpoint, Parameters parameters) {
        return new Selection(
                endpoint,
                parameters.addedAfter(),
                parameters.ids(),
                parameters.types(),
                parameters.wantsStix21(),
                parameters.versions());
    }

    /** For one object (§5.6), which takes no filter by id or type. */
    static Selection ofObject(StixId id, Parameters parameters) {
        return new Selection(
                Endpoint.OBJECT,
                parameters.addedAfter(),
                Set.of(id),
                Set.of(),
                parameters.wantsStix21(),
                parameters.versions());
    }

    /** For the versions of one object (§5.8), which takes no filter by version either. */
    static Selection ofVersions(StixId id, Parameters parameters) {
        return new Selection(
                Endpoint.VERSIONS,
                parameters.addedAfter(),
                Set.of(id),
                Set.of(),
                parameters.wantsStix21(),
                new VersionFilter.All());
    }

    /** For an object to be deleted (§5.7): every version where none are named. */
    static Selection ofDeletion(StixId id, Parameters parameters) {
        return new Selection(
                Endpoint.VERSIONS,
                Optional.empty(),
                Set.of(id),
                Set.of(),
                parameters.wantsStix21(),
                parameters.namesVersions() ? parameters.versions() : new VersionFilter.All());
    }

    /** Whether the answer is about one object, which may turn out not to exist. */
    boolean isAboutOneObject() {
        return endpoint == Endpoint.OBJECT || endpoint == Endpoint.VERSIONS;
    }

    /** Whether no entry can fit, whatever the log holds. */
    boolean findsNothing() {
        return !stix21
                || (versions instanceof VersionFilter.Any any
                        && !any.first()
                        && !any.last()
                        && any.exact().isEmpty());
    }

    /** The one spelling of this selection, whatever order the client wrote its values in. */
    String canonical() {
        return String.join(
                "\n",
                List.of(
                        endpoint.name(),
                        addedAfter.map(Instant::toString).orElse(""),
                        sorted(ids),
                        sorted(types),
                        Boolean.toString(stix21),
                        versions instanceof VersionFilter.Any any
                                ? any.first() + "," + any.last() + "," + sorted(any.exact())
                                : "all"));
    }

    private static String sorted(Set<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new)).stream()
                .collect(Collectors.joining(","));
    }
}
