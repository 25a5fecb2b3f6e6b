package org.entente.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** Choices that are alike for an equal seed. */
public final class Draw {

    private final Random random;

    public Draw(long seed) {
        // Neighbouring seeds of Random begin alike.
        this.random = new Random(seed * 0x9E37_79B9_7F4A_7C15L + 1);
    }

    /** True in about so many of a hundred cases. */
    public boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** From 0 to below the bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    public <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    public <E extends Enum<E>> E one(Class<E> of) {
        return one(List.of(of.getEnumConstants()));
    }

    /** Each with the given chance; may be none. */
    public <T> Set<T> some(Collection<T> of, int percent) {
        Set<T> chosen = new LinkedHashSet<>();
        for (T each : of) {
            if (chance(percent)) {
                chosen.add(each);
            }
        }
        return chosen;
    }

    /** The same without one of them. */
    public <T> Set<T> without(Collection<T> all) {
        List<T> left = new ArrayList<>(all);
        if (!left.isEmpty()) {
            left.remove(random.nextInt(left.size()));
        }
        return new LinkedHashSet<>(left);
    }

    public UUID uuid(int version) {
        long high = random.nextLong() & ~0xF000L | (long) version << 12;
        return new UUID(high, random.nextLong() >>> 2 | 1L << 63);
    }
}
