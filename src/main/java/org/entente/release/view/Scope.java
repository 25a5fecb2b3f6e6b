package org.entente.release.view;

import java.util.Optional;
import java.util.TreeSet;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.PartnerId;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.stix.rule.KnownTypes;

/**
 * Whose ids belong together: within a scope an object has one pseudonym wherever it is referred to, in different scopes
 * different ones that nobody can relate. Readers with equal obligations share a scope, and so the rendered bytes.
 *
 * @param key names the scope; no two scopes have one key
 * @param mapsObservables whether ids derived from an observable's values are mapped too. They are plain hashes: in a scope
 *     that removes values they would tell what was removed
 */
public record Scope(String key, boolean mapsObservables) {

    /** Of readers without obligations, for what its submitter wants hidden. */
    public static final Scope PLAIN = new Scope("plain", false);

    /** Of readers with these obligations; with their ceiling where it says what is removed. */
    public static Scope of(Obligations obligations, Optional<Tlp> ceiling) {
        StringBuilder key = new StringBuilder("view");
        key.append('\n').append(obligations.hideSubmitter() ? "hidden" : "shown");
        key.append('\n').append(obligations.removeExternalReferences() ? "without references" : "with references");
        key.append('\n')
                .append(obligations.removeMarkedParts() ? ceiling.map(Tlp::name).orElse("nothing") : "whole");
        // The length keeps apart lists whose names hold a separator.
        new TreeSet<>(obligations.removedProperties())
                .forEach(name ->
                        key.append('\n').append(name.length()).append(':').append(name));
        boolean removesValues = obligations.removeMarkedParts()
                || !obligations.removedProperties().isEmpty();
        return new Scope(key.toString(), removesValues);
    }

    /** For what only this reader gets in this form. */
    public Scope aloneFor(PartnerId reader) {
        return new Scope("alone\n" + reader + "\n" + key, mapsObservables);
    }

    /** Whether the id stays as it is: it names no object of anybody, or it is derived from values that are shown. */
    public boolean keeps(StixId id) {
        return Tlp.ofMarking(id).isPresent()
                || Pap.ofMarking(id).isPresent()
                || !mapsObservables && id.uuid().version() == 5 && KnownTypes.isObservable(id.type());
    }
}
