package org.entente.stix;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Traffic Light Protocol 2.0 levels, from the least to the most restrictive. */
public enum Tlp {
    CLEAR,
    GREEN,
    AMBER,
    AMBER_STRICT,
    RED;

    /** TLP 2.0 marking ids, and those of TLP 1 with the level they mean today. */
    private static final Map<UUID, Tlp> MARKINGS = Map.of(
            UUID.fromString("94868c89-83c2-464b-929b-a1a8aa3c8487"), CLEAR,
            UUID.fromString("bab4a63c-aed9-4cf5-a766-dfca5abac2bb"), GREEN,
            UUID.fromString("55d920b0-5e8b-4f79-9ee9-91f868d9b421"), AMBER,
            UUID.fromString("939a9414-2ddd-4d32-a0cd-375ea402b003"), AMBER_STRICT,
            UUID.fromString("e828b379-4e03-4974-9ac4-e53a884c97c1"), RED,
            UUID.fromString("613f2e26-407d-48c7-9eca-b8e91df99dc9"), CLEAR,
            UUID.fromString("34098fce-860f-48ae-8e50-ebd3cc5e41da"), GREEN,
            UUID.fromString("f88d31f6-486f-44da-b317-01333bde0b82"), AMBER,
            UUID.fromString("5e57c739-391a-4eb3-b6be-7d15ca92d5ed"), RED);

    /** The level a marking definition means, by its id alone, whatever name the definition carries. */
    public static Optional<Tlp> ofMarking(StixId marking) {
        return marking.type().equals("marking-definition")
                ? Optional.ofNullable(MARKINGS.get(marking.uuid()))
                : Optional.empty();
    }

    /** Reads {@code TLP:AMBER+STRICT}, {@code amber+strict} or the older {@code WHITE}. */
    public static Optional<Tlp> ofLabel(String label) {
        String name = label.toUpperCase(Locale.ROOT);
        return switch (name.startsWith("TLP:") ? name.substring(4) : name) {
            case "CLEAR", "WHITE" -> Optional.of(CLEAR);
            case "GREEN" -> Optional.of(GREEN);
            case "AMBER" -> Optional.of(AMBER);
            case "AMBER+STRICT" -> Optional.of(AMBER_STRICT);
            case "RED" -> Optional.of(RED);
            default -> Optional.empty();
        };
    }

    /** The more restrictive of two levels. */
    public static Tlp stricter(Tlp a, Tlp b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    /** Whether this level is no more restrictive than the ceiling. */
    public boolean isWithin(Tlp ceiling) {
        return compareTo(ceiling) <= 0;
    }

    /** {@code TLP:CLEAR} to {@code TLP:RED}, as FIRST spells it. */
    public String label() {
        return "TLP:" + (this == AMBER_STRICT ? "AMBER+STRICT" : name());
    }
}
