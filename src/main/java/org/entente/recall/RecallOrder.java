package org.entente.recall;

import java.util.Optional;
import org.entente.log.VersionFilter;
import org.entente.partner.Caller;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;

/**
 * That an object be taken back.
 *
 * @param object as it was submitted
 * @param by a submitter, for what it asserts itself, or an operator, for whatever anybody asserts
 * @param reason those who have the object read it
 * @param audience who may keep it; empty for nobody
 * @param versions which versions
 */
public record RecallOrder(
        StixId object, Caller by, String reason, Optional<Audience> audience, VersionFilter versions) {

    /** Whose assertions; empty for everybody's. */
    Optional<PartnerId> submitter() {
        return by instanceof PartnerCaller partner ? Optional.of(partner.partner()) : Optional.empty();
    }
}
