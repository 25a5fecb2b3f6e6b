package org.entente.stix;

import java.util.Objects;

/**
 * One thing found wrong.
 *
 * @param severity whether it refuses the object
 * @param pointer RFC 6901 JSON Pointer to the place, relative to the object, or to the body for findings of the body; {@code ""} is
 *     the whole
 * @param rule stable slug of the rule, such as {@code timestamp-order}
 * @param section where the rule comes from: {@code §3.6} of STIX 2.1, or {@code limit} for a limit of this exchange
 * @param message one sentence: what is wrong and what would be right. Quotes at most a few characters of the input
 */
public record Finding(Severity severity, String pointer, String rule, String section, String message) {
    public Finding {
        Objects.requireNonNull(severity);
        Objects.requireNonNull(pointer);
        Objects.requireNonNull(rule);
        Objects.requireNonNull(section);
        Objects.requireNonNull(message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }
}
