package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.stix.Finding;
import org.jspecify.annotations.Nullable;

/**
 * What became of a submission, in the shape of a TAXII status resource (TAXII 2.1 §4.3) with findings added. Every object of
 * the body is in exactly one of the three lists; empty lists are left out.
 *
 * @param id of the submission
 * @param status {@code complete}, or {@code pending} while an object waits for review
 * @param requestTimestamp when it was received
 * @param totalCount objects in the body
 * @param successCount taken, or had already
 * @param successes which
 * @param failureCount refused
 * @param failures which, and why
 * @param pendingCount waiting for review
 * @param pendings which
 * @param findings what was found wrong, errors and warnings, with JSON Pointers into the body; at most
 *     {@value #FINDINGS_MAX}, then one that says so
 */
@Schema(description = "What became of a submission: a TAXII 2.1 status resource, and findings.")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
    "id",
    "status",
    "request_timestamp",
    "total_count",
    "success_count",
    "successes",
    "failure_count",
    "failures",
    "pending_count",
    "pendings",
    "findings"
})
public record SubmissionStatus(
        UUID id,
        String status,
        @JsonProperty("request_timestamp") String requestTimestamp,
        @JsonProperty("total_count") int totalCount,
        @JsonProperty("success_count") int successCount,
        List<Entry> successes,
        @JsonProperty("failure_count") int failureCount,
        List<Entry> failures,
        @JsonProperty("pending_count") int pendingCount,
        List<Entry> pendings,
        List<Remark> findings) {

    /** As many as a person could read; a broken export can have one for every object. */
    static final int FINDINGS_MAX = 10_000;

    static final String COMPLETE = "complete";
    static final String PENDING = "pending";

    public SubmissionStatus {
        // Absent in the stored form when empty.
        successes = orEmpty(successes);
        failures = orEmpty(failures);
        pendings = orEmpty(pendings);
        findings = orEmpty(findings);
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /**
     * One object.
     *
     * @param id as submitted
     * @param version as submitted; for an object without versions, when the submission was received
     * @param message what became of it, and why
     */
    public record Entry(String id, String version, String message) {}

    /**
     * One finding.
     *
     * @param severity {@code error} or {@code warning}
     * @param pointer JSON Pointer into the body
     * @param rule a stable name
     * @param section where the rule comes from
     * @param message what is wrong and what would be right
     */
    public record Remark(String severity, String pointer, String rule, String section, String message) {

        static Remark of(String at, Finding finding) {
            return new Remark(
                    finding.isError() ? "error" : "warning",
                    at + finding.pointer(),
                    finding.rule(),
                    finding.section(),
                    finding.message());
        }
    }

    /** The same without findings, as the standard has it. */
    SubmissionStatus withoutFindings() {
        return new SubmissionStatus(
                id,
                status,
                requestTimestamp,
                totalCount,
                successCount,
                successes,
                failureCount,
                failures,
                pendingCount,
                pendings,
                List.of());
    }

    /** The status after a held object was decided; unchanged when no such object is pending. */
    SubmissionStatus decided(String objectId, String version, boolean released, String message) {
        List<Entry> waiting = new ArrayList<>(pendings);
        boolean found =
                waiting.removeIf(e -> e.id().equals(objectId) && e.version().equals(version));
        if (!found) {
            return this;
        }
        Entry entry = new Entry(objectId, version, message);
        List<Entry> good = released ? plus(successes, entry) : successes;
        List<Entry> bad = released ? failures : plus(failures, entry);
        return new SubmissionStatus(
                id,
                waiting.isEmpty() ? COMPLETE : PENDING,
                requestTimestamp,
                totalCount,
                good.size(),
                good,
                bad.size(),
                bad,
                waiting.size(),
                waiting,
                findings);
    }

    /** The status with another message for what waits; unchanged when no such object does. */
    SubmissionStatus noted(String objectId, String version, String message) {
        List<Entry> noted = pendings.stream()
                .map(e -> e.id().equals(objectId) && e.version().equals(version)
                        ? new Entry(objectId, version, message)
                        : e)
                .toList();
        return new SubmissionStatus(
                id,
                status,
                requestTimestamp,
                totalCount,
                successCount,
                successes,
                failureCount,
                failures,
                pendingCount,
                noted,
                findings);
    }

    private static List<Entry> plus(List<Entry> entries, Entry entry) {
        List<Entry> more = new ArrayList<>(entries);
        more.add(entry);
        return more;
    }
}
