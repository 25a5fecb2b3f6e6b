package org.entente.release;

import java.util.BitSet;
import java.util.stream.IntStream;
import org.entente.partner.Directory.Member;

/** Some of the partners, by {@link Member#ordinal}. Immutable. */
public final class PartnerSet {

    /** No partner. */
    public static final PartnerSet NONE = new PartnerSet(new BitSet());

    private final BitSet ordinals;

    private PartnerSet(BitSet ordinals) {
        this.ordinals = ordinals;
    }

    /** Takes the bits over; the caller must not change them any more. */
    static PartnerSet of(BitSet ordinals) {
        return ordinals.isEmpty() ? NONE : new PartnerSet(ordinals);
    }

    /** Whether the partner with this ordinal is in it. */
    public boolean contains(int ordinal) {
        return ordinals.get(ordinal);
    }

    /** How many there are. */
    public int size() {
        return ordinals.cardinality();
    }

    public boolean isEmpty() {
        return ordinals.isEmpty();
    }

    /** Their ordinals, ascending. */
    public IntStream ordinals() {
        return ordinals.stream();
    }

    /** These without those. */
    public PartnerSet minus(PartnerSet others) {
        if (others.isEmpty() || !ordinals.intersects(others.ordinals)) {
            return this;
        }
        BitSet left = (BitSet) ordinals.clone();
        left.andNot(others.ordinals);
        return of(left);
    }

    /** These, but for those that are changed as the bits say; mostly that is no difference. */
    PartnerSet changed(PartnerSet changed, BitSet toThese) {
        if (changed.ordinals.stream().allMatch(ordinal -> ordinals.get(ordinal) == toThese.get(ordinal))) {
            return this;
        }
        BitSet merged = (BitSet) ordinals.clone();
        merged.andNot(changed.ordinals);
        merged.or(toThese);
        return of(merged);
    }

    /** Adds these to the bits. */
    void addTo(BitSet bits) {
        bits.or(ordinals);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PartnerSet set && ordinals.equals(set.ordinals);
    }

    @Override
    public int hashCode() {
        return ordinals.hashCode();
    }

    @Override
    public String toString() {
        return ordinals.toString();
    }
}
