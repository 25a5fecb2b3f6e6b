package org.entente.intake;

import java.util.Optional;
import org.entente.stix.Candidate;
import org.entente.stix.StixLimits;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;

/** Reads objects that were accepted before, under whatever limits held then. */
final class StoredObjects {

    private static final StixReader READER = new StixReader(StixLimits.defaults()
            .withDepth(1_000)
            .withObjectBytes(Integer.MAX_VALUE)
            .withStringBytes(Integer.MAX_VALUE));

    private StoredObjects() {}

    /** The object judged by the rules of now. */
    static Candidate candidate(byte[] content) {
        return READER.readObject(content);
    }

    /** Empty when a rule that came later forbids it. */
    static Optional<StixObject> read(byte[] content) {
        return candidate(content) instanceof Candidate.Valid valid ? Optional.of(valid.object()) : Optional.empty();
    }
}
