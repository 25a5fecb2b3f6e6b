package org.entente.release.view;

import java.util.Optional;
import java.util.Set;
import org.entente.stix.Tlp;

/**
 * How the entries of a class look to a reader that does not get them as they were submitted.
 *
 * @param scope of its ids
 * @param mapsIds whether ids and references are pseudonyms; without it only a trimmed container has another id
 * @param hidesSubmitter nothing tells who submitted
 * @param removedProperties names of properties removed at the top of the object
 * @param partsUpTo parts marked above this level are removed; empty where there are none
 * @param removesExternalReferences {@code external_references} are removed at every depth
 */
public record View(
        Scope scope,
        boolean mapsIds,
        boolean hidesSubmitter,
        Set<String> removedProperties,
        Optional<Tlp> partsUpTo,
        boolean removesExternalReferences) {

    /** Nothing hidden and nothing removed. */
    public static final View AS_SUBMITTED = new View(Scope.PLAIN, false, false, Set.of(), Optional.empty(), false);

    public View {
        removedProperties = Set.copyOf(removedProperties);
    }
}
