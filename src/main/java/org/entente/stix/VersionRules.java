package org.entente.stix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The versioning rules of STIX 2.1 §3.6, as a pure function.
 *
 * <p>What the caller must do: hand over the versions it holds of the candidate's id, and take objects of one envelope in order,
 * adding each accepted one to what is known. Equal content is "already had", never a finding.
 */
public final class VersionRules {
    private VersionRules() {}

    /**
     * What forbids this candidate, given the versions already known of its id, in any order.
     *
     * <p>A version older than those known is welcome, since versions may arrive in any order, except that nothing may be later than
     * a revocation.
     */
    public static List<Finding> check(StixObject candidate, List<StixObject> known) {
        List<Finding> findings = new ArrayList<>();
        for (StixObject earlier : known) {
            if (!earlier.id().equals(candidate.id())) {
                continue;
            }
            Optional<Finding> finding = against(candidate, earlier);
            if (finding.isPresent()
                    && findings.stream()
                            .noneMatch(each -> each.rule().equals(finding.get().rule()))) {
                findings.add(finding.get());
            }
        }
        return List.copyOf(findings);
    }

    /** Whether two objects are the same version with the same content, however it is spelled. */
    public static boolean sameContent(StixObject one, StixObject other) {
        if (!one.id().equals(other.id())) {
            return false;
        }
        return Arrays.equals(one.digest(), other.digest())
                || Arrays.equals(CanonicalJson.of(one.bytes()), CanonicalJson.of(other.bytes()));
    }

    private static Optional<Finding> against(StixObject candidate, StixObject known) {
        if (candidate.version().equals(known.version())) {
            return sameContent(candidate, known)
                    ? Optional.empty()
                    : error(
                            "version-conflict",
                            "/modified",
                            "This version is already known with other content; changed content needs a later modified.");
        }
        if (!candidate.createdBy().equals(known.createdBy())) {
            return error(
                    "creator-changed",
                    "/created_by_ref",
                    "Another version names another creator; only the creator makes versions, so give changed content a new id.");
        }
        if (!candidate.created().equals(known.created())) {
            return error(
                    "created-changed",
                    "/created",
                    "Another version has another created; it must stay the same in all versions.");
        }
        boolean afterRevocation = known.revoked() && candidate.version().isAfter(known.version());
        boolean beforeKnown = candidate.revoked() && candidate.version().isBefore(known.version());
        if (afterRevocation || beforeKnown) {
            return error(
                    "revoked-final",
                    "/modified",
                    "The object is revoked by an earlier version; nothing may follow, so use a new id.");
        }
        return Optional.empty();
    }

    private static Optional<Finding> error(String rule, String pointer, String message) {
        return Optional.of(new Finding(Severity.ERROR, pointer, rule, "§3.6", message));
    }
}
