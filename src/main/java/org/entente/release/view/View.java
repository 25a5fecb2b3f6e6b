package org.entente.release.view;

import java.util.Optional;
import java.util.Set;
import org.entente.stix.Tlp;

/**
 * How the entries of a class look to a reader that does not get them as they were submitted.
 *
 * @param scope of its ids
 * @param hidesSubmitter nothing tells who submitted
 * @param removedProperties names of properties removed at the top of the object
 * @param partsUpTo parts marked above this level are removed; empty where nothing is
 * @param removesExternalReferences {@code external_references} are removed at every depth
 */
public record View(
        Scope scope,
        boolean hidesSubmitter,
        Set<String> removedProperties,
        Optional<Tlp> partsUpTo,
        boolean removesExternalReferences) {

    public View {
        removedProperties = Set.copyOf(removedProperties);
    }
}
