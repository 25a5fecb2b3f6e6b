package org.entente.csaf;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.entente.advisory.TrackingId;

/**
 * A published version of an advisory as a document, without its bytes.
 *
 * @param id of the advisory
 * @param version of the advisory
 * @param publishedAt when the version was published here
 * @param file where and what it is; empty where CSAF cannot carry its marking
 */
record Made(TrackingId id, long version, Instant publishedAt, Optional<File> file) {

    /**
     * A document.
     *
     * @param year of its first release, which names its folder
     * @param releasedFirst its initial release date
     * @param releasedLast its current release date
     * @param sha256 of its bytes, hex digits
     * @param sha512 of its bytes, hex digits
     * @param signature OpenPGP, in ASCII armor
     * @param fingerprint of the key that signed
     */
    record File(
            Label label,
            int year,
            String name,
            String title,
            Instant releasedFirst,
            Instant releasedLast,
            String sha256,
            String sha512,
            String signature,
            String fingerprint) {

        /** Where it lies below the folder of its label. */
        String path() {
            return String.format("%04d/%s", year, name);
        }
    }

    /** A published version, by when it was. */
    record Ref(TrackingId id, Instant publishedAt) {

        /** Puts it among others, of which the newest of each advisory counts. */
        void into(Map<TrackingId, Ref> others) {
            others.merge(id, this, (one, other) -> one.publishedAt().isAfter(other.publishedAt()) ? one : other);
        }
    }

    Ref ref() {
        return new Ref(id, publishedAt);
    }
}
