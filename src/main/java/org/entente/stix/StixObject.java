package org.entente.stix;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.entente.stix.json.TokenDigest;
import org.entente.stix.rule.CommonProperty;
import org.entente.stix.rule.Timestamps;
import org.jspecify.annotations.Nullable;

/**
 * An object that keeps every MUST of STIX 2.1, with the bytes it was submitted in.
 *
 * <p>Immutable and safe for use by several threads. It refers to the array of the body it came from, so it keeps that alive.
 */
public final class StixObject {
    private static final int CONFIDENCE_ABSENT = -1;
    private static final int PROPERTIES = CommonProperty.values().length;

    private final byte[] body;
    private final int start;
    private final int end;
    private final int[] header;
    private final boolean revoked;
    private final int confidence;
    private final int[] references;
    private final int[] markings;
    private final int[] members;
    private final Topics topics;
    private final int granularStart;
    private final int granularEnd;
    private final @Nullable MarkingDefinition markingDefinition;

    /** Read when first asked for; threads that race for it read the same. */
    private @Nullable StixId id;

    private StixObject(Builder parts) {
        this.body = parts.body;
        this.start = parts.start;
        this.end = parts.end;
        this.header = parts.header;
        this.revoked = parts.revoked;
        this.confidence = parts.confidence;
        this.references = parts.references;
        this.markings = parts.markings;
        this.members = parts.members;
        this.topics = parts.topics;
        this.granularStart = parts.granularMarkings[0];
        this.granularEnd = parts.granularMarkings[1];
        this.markingDefinition = parts.markingDefinition;
    }

    /** Takes the parts of one object in; used once. */
    static final class Builder {
        private final byte[] body;
        private final int start;
        private final int end;
        private final int[] header = new int[2 * PROPERTIES];
        private boolean revoked;
        private int confidence = CONFIDENCE_ABSENT;
        private int[] references = {};
        private int[] markings = {};
        private int[] members = {};
        private Topics topics = Topics.NONE;
        private int[] granularMarkings = {0, 0};
        private @Nullable MarkingDefinition markingDefinition;

        Builder(byte[] body, int start, int end) {
            this.body = body;
            this.start = start;
            this.end = end;
        }

        /** The bytes between the quotes of a common property. */
        Builder header(CommonProperty property, int from, int to) {
            header[2 * property.ordinal()] = from;
            header[2 * property.ordinal() + 1] = to;
            return this;
        }

        Builder revoked(boolean value) {
            revoked = value;
            return this;
        }

        Builder confidence(int value) {
            confidence = value;
            return this;
        }

        /** Starts and ends of ids in the body. */
        Builder references(int[] slices) {
            references = slices;
            return this;
        }

        Builder markings(int[] slices) {
            markings = slices;
            return this;
        }

        Builder members(int[] slices) {
            members = slices;
            return this;
        }

        /** Where their list starts and ends. */
        Builder granularMarkings(int[] slice) {
            granularMarkings = slice;
            return this;
        }

        Builder topics(Topics stated) {
            topics = stated;
            return this;
        }

        Builder markingDefinition(@Nullable MarkingDefinition definition) {
            markingDefinition = definition;
            return this;
        }

        StixObject build() {
            return new StixObject(this);
        }
    }

    public StixId id() {
        StixId known = id;
        if (known == null) {
            known = idOf(CommonProperty.ID).orElseThrow(() -> new IllegalStateException("accepted without an id"));
            id = known;
        }
        return known;
    }

    public String type() {
        return id().type();
    }

    /** As spelled; cyber-observables may leave it out. */
    public Optional<String> specVersion() {
        return text(CommonProperty.SPEC_VERSION);
    }

    public Optional<Instant> created() {
        return instant(CommonProperty.CREATED);
    }

    public Optional<Instant> modified() {
        return instant(CommonProperty.MODIFIED);
    }

    /** {@code modified}, else {@code created}, else the epoch: an object without either has one version. To the nanosecond. */
    public Instant version() {
        return modified().or(this::created).orElse(Instant.EPOCH);
    }

    /** The version as the submitter spelled it; nothing for an object without {@code modified} and {@code created}. */
    public Optional<String> versionText() {
        return text(CommonProperty.MODIFIED).or(() -> text(CommonProperty.CREATED));
    }

    public Optional<StixId> createdBy() {
        return idOf(CommonProperty.CREATED_BY);
    }

    private Optional<StixId> idOf(CommonProperty property) {
        return has(property) ? Optional.ofNullable(StixId.read(body, from(property), to(property))) : Optional.empty();
    }

    private boolean has(CommonProperty property) {
        return to(property) > 0;
    }

    private int from(CommonProperty property) {
        return header[2 * property.ordinal()];
    }

    private int to(CommonProperty property) {
        return header[2 * property.ordinal() + 1];
    }

    private Optional<String> text(CommonProperty property) {
        return has(property)
                ? Optional.of(new String(body, from(property), to(property) - from(property), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    private Optional<Instant> instant(CommonProperty property) {
        return has(property) ? Optional.of(Timestamps.instant(body, from(property), to(property))) : Optional.empty();
    }

    public boolean revoked() {
        return revoked;
    }

    public OptionalInt confidence() {
        return confidence == CONFIDENCE_ABSENT ? OptionalInt.empty() : OptionalInt.of(confidence);
    }

    /** Every marking named, for the whole object or for parts of it. */
    public Set<StixId> markings() {
        return idsAt(markings);
    }

    /** Whether parts of it are marked. */
    public boolean hasGranularMarkings() {
        return granularEnd > 0;
    }

    /** The submitted bytes with an empty list for the granular markings: what is left of markings is for the whole. */
    public byte[] bytesWithoutGranularMarkings() {
        if (!hasGranularMarkings()) {
            return bytes();
        }
        byte[] bytes = bytes();
        Arrays.fill(bytes, granularStart - start, granularEnd - start, (byte) ' ');
        bytes[granularStart - start] = '[';
        bytes[granularEnd - start - 1] = ']';
        return bytes;
    }

    /** Markings named elsewhere than in its granular markings. */
    public Set<StixId> markingsOfTheWhole() {
        return hasGranularMarkings() ? idsAt(outside(markings, granularStart, granularEnd)) : markings();
    }

    /** Every other id referred to, nested and in extensions too, but not the creator's. In document order. */
    public Set<StixId> references() {
        return idsAt(references);
    }

    /** Whether objects of the type list others as members. */
    public static boolean isContainer(String type) {
        return PropertyReader.CONTAINERS.contains(type);
    }

    /** Of a container (report, grouping, note, opinion, observed-data), what its {@code object_refs} name; else nothing. */
    public Set<StixId> members() {
        return idsAt(members);
    }

    /** References that stand elsewhere than in {@code object_refs} of a container, whether they stand there too or not. */
    public Set<StixId> referencesBesidesMembers() {
        return members.length == 0 ? references() : idsAt(outside(references, members[0], members[members.length - 1]));
    }

    /** What it says of itself that it concerns. */
    public Topics topics() {
        return topics;
    }

    /** The slices that do not start in a range. */
    private static int[] outside(int[] slices, int from, int to) {
        int[] outside = new int[slices.length];
        int size = 0;
        for (int i = 0; i < slices.length; i += 2) {
            if (slices[i] < from || slices[i] >= to) {
                outside[size++] = slices[i];
                outside[size++] = slices[i + 1];
            }
        }
        return Arrays.copyOf(outside, size);
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
        return id().toString();
    }
}
