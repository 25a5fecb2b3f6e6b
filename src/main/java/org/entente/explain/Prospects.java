package org.entente.explain;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.gate.Gate;
import org.entente.intake.Foresight.Foreseen;
import org.entente.log.Assertion;

/** Says who would get what the exchange itself is about to assert. Thread safe. */
@ApplicationScoped
public class Prospects {

    private final Gate gate;

    Prospects(Gate gate) {
        this.gate = gate;
    }

    /** Every partner, with what it would get now and the rule that decides. */
    public Uni<ObjectAudience.Assertion> of(Assertion assertion) {
        Foreseen foreseen = new Foreseen(assertion.id().toString(), "accept", List.of(), Optional.of(assertion));
        return gate.upToDate()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(decisions -> new Audiences(decisions)
                        .forOperators(
                                Subject.foretold(new Foretold(decisions, List.of(foreseen), Map.of()), assertion),
                                line -> true));
    }
}
