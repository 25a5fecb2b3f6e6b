package org.entente.partner;

import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.OperatorId;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/** Who makes the current request. To be asked before the first asynchronous step. */
@ApplicationScoped
public class CurrentCaller {

    private final SecurityIdentity identity;

    CurrentCaller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws ProblemException 401 when nobody has signed in */
    public Caller get() {
        @Nullable Caller caller = identity.getAttribute(Caller.ATTRIBUTE);
        if (caller == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Sign in first.");
        }
        return caller;
    }

    /** By what the caller was let in. */
    public Admission admission() {
        @Nullable Admission admission = identity.getAttribute(Admission.ATTRIBUTE);
        if (admission == null) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Sign in first.");
        }
        return admission;
    }

    /** Whoever has signed in; empty for anybody else. */
    public Optional<Caller> ifAny() {
        return Optional.ofNullable(identity.<Caller>getAttribute(Caller.ATTRIBUTE));
    }

    /** The calling partner. */
    public Caller.PartnerCaller partnerCaller() {
        if (get() instanceof Caller.PartnerCaller partner) {
            return partner;
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "This is for partners.");
    }

    /** The calling partner's id. */
    public PartnerId partner() {
        return partnerCaller().partner();
    }

    /** The calling operator. */
    public Caller.OperatorCaller operatorCaller() {
        if (get() instanceof Caller.OperatorCaller operator) {
            return operator;
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "This is for operators.");
    }

    /** The calling operator's id. */
    public OperatorId operator() {
        return operatorCaller().operator();
    }
}
