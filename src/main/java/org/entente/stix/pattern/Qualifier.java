package org.entente.stix.pattern;

import java.math.BigDecimal;

/** A restriction in time or number (STIX 2.1 §9.5.1). */
public sealed interface Qualifier {
    /** {@code REPEATS n TIMES}; n is positive. */
    record Repeats(long times) implements Qualifier {
        public Repeats {
            if (times < 1) {
                throw new IllegalArgumentException("REPEATS needs a positive number");
            }
        }
    }

    /** {@code WITHIN n SECONDS}; n is positive. */
    record Within(BigDecimal seconds) implements Qualifier {
        public Within {
            if (seconds.signum() <= 0) {
                throw new IllegalArgumentException("WITHIN needs a positive number");
            }
        }
    }

    /** {@code START t'…' STOP t'…'}: from the first moment on, before the second. */
    record StartStop(Constant.Timestamp start, Constant.Timestamp stop) implements Qualifier {}
}
