package org.entente.intake;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.entente.intake.SubmissionStatus.Entry;
import org.entente.intake.SubmissionStatus.Remark;
import org.entente.log.LogWriter.Appended;
import org.entente.stix.Finding;

/** Puts verdicts, and what the log made of them, into a status. */
final class StatusWriter {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final UUID id;
    private final String received;
    private final List<Entry> successes = new ArrayList<>();
    private final List<Entry> failures = new ArrayList<>();
    private final List<Entry> pendings = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    StatusWriter(UUID id, Instant received) {
        this.id = id;
        this.received = timestamp(received);
    }

    static String timestamp(Instant instant) {
        return TIMESTAMP.format(instant);
    }

    /**
     * The status of a submission.
     *
     * @param bodyFindings about the bundle or envelope itself
     * @param verdicts one an object
     * @param appended one an admitted object, in order
     */
    SubmissionStatus write(List<Finding> bodyFindings, List<Verdict> verdicts, List<Appended> appended) {
        bodyFindings.forEach(f -> remark("", f));
        int next = 0;
        for (Verdict verdict : verdicts) {
            verdict.findings().forEach(f -> remark("/objects/" + verdict.index(), f));
            if (verdict instanceof Verdict.Admitted) {
                add(successes, verdict, appended.get(next++) == Appended.NEW ? "accepted" : "already had");
            } else if (verdict instanceof Verdict.Repeated) {
                add(successes, verdict, "already had");
            } else if (verdict instanceof Verdict.Held) {
                add(pendings, verdict, "held for review");
            } else if (verdict instanceof Verdict.Refused refused) {
                add(failures, verdict, refused.message());
            }
        }
        return new SubmissionStatus(
                id,
                pendings.isEmpty() ? SubmissionStatus.COMPLETE : SubmissionStatus.PENDING,
                received,
                verdicts.size(),
                successes.size(),
                successes,
                failures.size(),
                failures,
                pendings.size(),
                pendings,
                remarks);
    }

    private void add(List<Entry> entries, Verdict verdict, String message) {
        entries.add(new Entry(verdict.id(), verdict.version().orElse(received), message));
    }

    private void remark(String at, Finding finding) {
        if (remarks.size() < SubmissionStatus.FINDINGS_MAX) {
            remarks.add(Remark.of(at, finding));
        } else if (remarks.size() == SubmissionStatus.FINDINGS_MAX) {
            remarks.add(new Remark("warning", "", "more-findings", "limit", "There are more findings than listed."));
        }
    }
}
