package org.entente.search;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.entente.gate.Gate;
import org.entente.gate.Shelf;
import org.entente.log.LogReader;
import org.entente.partner.Caller;

/** Who may have what, as of now. Thread safe. */
@ApplicationScoped
class Viewers {

    private final Gate gate;
    private final LogReader log;

    Viewers(Gate gate, LogReader log) {
        this.gate = gate;
        this.log = log;
    }

    Uni<Viewer> of(Caller caller) {
        return gate.upToDate()
                .map(decisions -> caller instanceof Caller.PartnerCaller partner
                        ? new PartnerViewer(new Shelf(log, decisions, partner.partner()))
                        : new OperatorViewer(log, decisions));
    }
}
