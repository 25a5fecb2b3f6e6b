package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.entente.stix.Tlp;

/** A TLP level that is written as FIRST labels it, {@code TLP:AMBER+STRICT}. */
public record TlpLabel(Tlp level) {

    /**
     * Reads a label.
     *
     * @throws IllegalArgumentException for what is none
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static TlpLabel of(String label) {
        return Tlp.ofLabel(label)
                .map(TlpLabel::new)
                .orElseThrow(() -> new IllegalArgumentException(
                        "tlp is TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED."));
    }

    /** As FIRST writes it. */
    @JsonValue
    public String label() {
        return level.label();
    }

    @Override
    public String toString() {
        return label();
    }
}
