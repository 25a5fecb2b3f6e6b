package org.entente.stix;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.entente.stix.json.TokenDigest;
import org.jspecify.annotations.Nullable;

/**
 * An object that keeps every MUST of STIX 2.1, with the bytes it was submitted in.
 *
 * <p>Immutable and safe for use by several threads. It refers to the array of the body it came from, so it keeps that alive.
 */
public final class StixObject {
    private static final int CONFIDENCE_ABSENT = -1;

    private final byte[] body;
    private final int start;
    private final int end;
    private final Header header;
    private final int[] references;
    private final int[] markings;
    private final @Nullable MarkingDefinition markingDefinition;

    StixObject(
            byte[] body,
            int start,
            int end,
            Header header,
            int[] references,
            int[] markings,
            @Nullable MarkingDefinition markingDefinition) {
        this.body = body;
        this.start = start;
        this.end = end;
        this.header = header;
        this.references = references;
        this.markings = markings;
        this.markingDefinition = markingDefinition;
    }

    /** The common properties; {@code confidence} is −1 where absent. */
    record Header(
            StixId id,
            @Nullable String specVersion,
            @Nullable Instant created,
            @Nullable Instant modified,
            @Nullable String versionText,
            @Nullable StixId createdBy,
            boolean revoked,
            int confidence) {}

    public StixId id() {
        return header.id();
    }

    public String type() {
        return header.id().type();
    }

    /** As spelled; cyber-observables may leave it out. */
    public Optional<String> specVersion() {
        return Optional.ofNullable(header.specVersion());
    }

    public Optional<Instant> created() {
        return Optional.ofNullable(header.created());
    }

    public Optional<Instant> modified() {
        return Optional.ofNullable(header.modified());
    }

    /** {@code modified}, else {@code created}, else the epoch: an object without either has one version. To the nanosecond. */
    public Instant version() {
        if (header.modified() != null) {
            return header.modified();
        }
        return header.created() != null ? header.created() : Instant.EPOCH;
    }

    /** The version as the submitter spelled it; nothing for an object without {@code modified} and {@code created}. */
    public Optional<String> versionText() {
        return Optional.ofNullable(header.versionText());
    }

    public Optional<StixId> createdBy() {
        return Optional.ofNullable(header.createdBy());
    }

    public boolean revoked() {
        return header.revoked();
    }

    public OptionalInt confidence() {
        return header.confidence() == CONFIDENCE_ABSENT ? OptionalInt.empty() : OptionalInt.of(header.confidence());
    }

    /** Every marking named, for the whole object or for parts of it. */
    public Set<StixId> markings() {
        return idsAt(markings);
    }

    /** Every other id referred to, nested and in extensions too, but not the creator's. In document order. */
    public Set<StixId> references() {
        return idsAt(references);
    }

    private Set<StixId> idsAt(int[] slices) {
        Set<StixId> ids = new LinkedHashSet<>();
        for (int i = 0; i < slices.length; i += 2) {
            StixId id = StixId.read(body, slices[i], slices[i + 1]);
            if (id != null) {
                ids.add(id);
            }
        }
        return Collections.unmodifiableSet(ids);
    }

    /** A copy of the submitted bytes of this object, untouched. */
    public byte[] bytes() {
        return Arrays.copyOfRange(body, start, end);
    }

    public int byteLength() {
        return end - start;
    }

    /** SHA-256 over the tokens, white space between them left out, so that indenting an object anew does not make a new one. */
    public byte[] digest() {
        return TokenDigest.sha256(body, start, end);
    }

    /** What a marking definition says; nothing for other types. */
    public Optional<MarkingDefinition> markingDefinition() {
        return Optional.ofNullable(markingDefinition);
    }

    /** Type and id, never content. */
    @Override
    public String toString() {
        return header.id().toString();
    }
}
