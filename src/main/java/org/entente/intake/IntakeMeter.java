package org.entente.intake;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.entente.http.Outage;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.stix.Finding;

/**
 * Counts what comes in and what becomes of it, for operators only. Labels are of fixed sets, the catalogue of problems and the rules
 * of the standard; nothing that a submitter writes gets into one. Thread safe.
 */
@ApplicationScoped
class IntakeMeter {

    private final MeterRegistry registry;
    private final Counter bodies;
    private final Counter received;
    private final Counter accepted;
    private final Counter held;

    IntakeMeter(MeterRegistry registry) {
        this.registry = registry;
        this.bodies = bodies("taken");
        this.received = counter("entente.intake.received", "Objects in the bodies that were taken");
        this.accepted = counter(
                "entente.intake.accepted", "Objects of them that were taken into the log, or were there already");
        this.held = counter("entente.intake.held", "Objects of them that wait for a review");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private Counter bodies(String outcome) {
        return Counter.builder("entente.intake.bodies")
                .description("Bodies that were taken, or refused as a whole, by the kind of problem")
                .tag("outcome", outcome)
                .register(registry);
    }

    /** One body was committed. */
    void taken(SubmissionStatus status, List<Verdict> verdicts) {
        bodies.increment();
        received.increment(status.totalCount());
        accepted.increment(status.successCount());
        held.increment(status.pendingCount());
        for (Verdict verdict : verdicts) {
            if (verdict instanceof Verdict.Refused refused) {
                refused(reason(refused));
            }
        }
    }

    private static String reason(Verdict.Refused refused) {
        return refused.findings().stream()
                .filter(Finding::isError)
                .findFirst()
                .map(Finding::rule)
                .orElse("unknown");
    }

    private void refused(String reason) {
        Counter.builder("entente.intake.refused")
                .description("Objects of them that were refused, by the first rule that they broke")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }

    /** One body was refused as a whole, or could not be taken. */
    void failed(Throwable failure) {
        bodies(type(failure).slug()).increment();
    }

    private static ProblemType type(Throwable failure) {
        if (failure instanceof ProblemException problem) {
            return problem.type();
        }
        return Outage.isOne(failure) ? ProblemType.UNAVAILABLE : ProblemType.INTERNAL;
    }
}
