package org.entente.stix;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The versioning rules of STIX 2.1 §3.6, as a pure function.
 *
 * <p>What the caller must do: hand over the versions it holds of the candidate's id, and take objects of one envelope in order,
 * adding each accepted one to what is known. Equal content is "already had", never a finding. An object without {@code modified} and
 * {@code created} has one version, so that other content under its id is a conflict.
 */
public final class VersionRules {

    private static final Map<String, String> DEFAULTS = Map.of(
            "revoked", "false",
            "defanged", "false",
            "summary", "false",
            "lang", "\"en\"",
            "spec_version", "\"2.1\"");

    private VersionRules() {}

    /**
     * What forbids this candidate, given the versions already known of its id, in any order; others are left aside.
     *
     * <p>A version older than those known is welcome, since versions may arrive in any order, except that nothing may be later than a
     * revocation.
     */
    public static List<Finding> check(StixObject candidate, List<StixObject> known) {
        Versions versions = new Versions();
        for (StixObject earlier : known) {
            if (earlier.id().equals(candidate.id())) {
                versions.add(earlier);
            }
        }
        return versions.check(candidate);
    }

    /** The findings of each object of one envelope against those before it that had none, in the order given. Linear. */
    public static List<List<Finding>> checkInOrder(List<StixObject> objects) {
        Map<StixId, Versions> accepted = new HashMap<>();
        List<List<Finding>> findings = new ArrayList<>();
        for (StixObject object : objects) {
            Versions known = accepted.computeIfAbsent(object.id(), id -> new Versions());
            List<Finding> found = known.check(object);
            if (found.isEmpty()) {
                known.add(object);
            }
            findings.add(found);
        }
        return findings;
    }

    /** Whether two objects have one id and the same content, however it is spelled, and whether or not defaults are written (§3.6). */
    public static boolean sameContent(StixObject one, StixObject other) {
        if (!one.id().equals(other.id())) {
            return false;
        }
        return Arrays.equals(one.digest(), other.digest())
                || Arrays.equals(
                        CanonicalJson.without(DEFAULTS, one.bytes()), CanonicalJson.without(DEFAULTS, other.bytes()));
    }

    /** What is known of one id. */
    private static final class Versions {
        private final Map<Instant, StixObject> byVersion = new HashMap<>();
        private @Nullable StixObject first;

        /** A version may leave its creator unsaid (§3.6: properties may be added and removed). */
        private Optional<StixId> creator = Optional.empty();

        private Instant latest = Instant.MIN;
        private Instant revoked = Instant.MAX;

        void add(StixObject object) {
            Instant version = object.version();
            if (first == null) {
                first = object;
            }
            creator = creator.or(object::createdBy);
            byVersion.putIfAbsent(version, object);
            latest = version.isAfter(latest) ? version : latest;
            revoked = object.revoked() && version.isBefore(revoked) ? version : revoked;
        }

        List<Finding> check(StixObject candidate) {
            Instant version = candidate.version();
            StixObject same = byVersion.get(version);
            if (same != null) {
                return sameContent(candidate, same) ? List.of() : List.of(conflict(candidate));
            }
            List<Finding> findings = new ArrayList<>();
            if (creator.isPresent()
                    && candidate.createdBy().isPresent()
                    && !candidate.createdBy().equals(creator)) {
                findings.add(
                        error(
                                "creator-changed",
                                "/created_by_ref",
                                "Another version names another creator; only the creator makes versions, so give changed content a new id."));
            }
            if (first != null && !candidate.created().equals(first.created())) {
                findings.add(error(
                        "created-changed",
                        "/created",
                        "Another version has another created; it must stay the same in all versions."));
            }
            if (version.isAfter(revoked) || candidate.revoked() && latest.isAfter(version)) {
                findings.add(error(
                        "revoked-final",
                        "/modified",
                        "The object is revoked by an earlier version; nothing may follow, so use a new id."));
            }
            return List.copyOf(findings);
        }

        private static Finding conflict(StixObject candidate) {
            if (candidate.versionText().isEmpty()) {
                return error(
                        "version-conflict",
                        "/id",
                        "This object is already known with other content, and has no versions. To give it to fewer, recall it with an audience;"
                                + " changed content needs another id (of an observable, a UUID of version 4).");
            }
            return error(
                    "version-conflict",
                    "/modified",
                    "This version is already known with other content; changed content needs a later modified.");
        }

        private static Finding error(String rule, String pointer, String message) {
            return new Finding(Severity.ERROR, pointer, rule, "§3.6", message);
        }
    }
}
