package org.entente.stix;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The levels of the Traffic Light Protocol 2.0, least restricted first.
 *
 * <p>TLP 1 ids and labels mean their TLP 2 successors: white is {@link #CLEAR}, and amber is {@link #AMBER}, since TLP 1 amber let a
 * recipient share with its clients as TLP 2 AMBER does. A marking is known by its id, whatever name its definition carries.
 */
public enum Tlp {
    CLEAR("TLP:CLEAR", "94868c89-83c2-464b-929b-a1a8aa3c8487", "613f2e26-407d-48c7-9eca-b8e91df99dc9"),
    GREEN("TLP:GREEN", "bab4a63c-aed9-4cf5-a766-dfca5abac2bb", "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
    AMBER("TLP:AMBER", "55d920b0-5e8b-4f79-9ee9-91f868d9b421", "f88d31f6-486f-44da-b317-01333bde0b82"),
    AMBER_STRICT("TLP:AMBER+STRICT", "939a9414-2ddd-4d32-a0cd-375ea402b003"),
    RED("TLP:RED", "e828b379-4e03-4974-9ac4-e53a884c97c1", "5e57c739-391a-4eb3-b6be-7d15ca92d5ed");

    /** The type of the objects that carry markings. */
    private static final String MARKING_TYPE = "marking-definition";

    private static final Map<UUID, Tlp> BY_MARKING = new HashMap<>();

    static {
        for (Tlp level : values()) {
            for (UUID marking : level.markings) {
                BY_MARKING.put(marking, level);
            }
        }
    }

    private final String label;
    private final UUID[] markings;

    Tlp(String label, String... markings) {
        this.label = label;
        this.markings = new UUID[markings.length];
        for (int i = 0; i < markings.length; i++) {
            this.markings[i] = UUID.fromString(markings[i]);
        }
    }

    /** The label FIRST defines, such as {@code TLP:AMBER+STRICT}. */
    public String label() {
        return label;
    }

    /** The id of the TLP 2.0 marking definition of this level. */
    public StixId marking() {
        return new StixId(MARKING_TYPE, markings[0]);
    }

    /** Whether content of this level may go where this ceiling is the most that is allowed. */
    public boolean isWithin(Tlp ceiling) {
        return compareTo(ceiling) <= 0;
    }

    /** The level a TLP 1 or TLP 2.0 marking id stands for; nothing for any other id. */
    public static Optional<Tlp> ofMarking(StixId id) {
        return id.type().equals(MARKING_TYPE) ? Optional.ofNullable(BY_MARKING.get(id.uuid())) : Optional.empty();
    }

    /** Whether the id is one of the four of TLP 1, which are part of STIX 2.1 itself. */
    public static boolean isTlp1(StixId id) {
        return ofMarking(id).map(level -> !level.markings[0].equals(id.uuid())).orElse(false);
    }

    /** The level of a label, with or without {@code TLP:}, in any case; nothing for an unknown label. */
    public static Optional<Tlp> ofLabel(String text) {
        String upper = text.trim().toUpperCase(Locale.ROOT);
        String name = upper.startsWith("TLP:") ? upper.substring(4).trim() : upper;
        return switch (name) {
            case "CLEAR", "WHITE" -> Optional.of(CLEAR);
            case "GREEN" -> Optional.of(GREEN);
            case "AMBER" -> Optional.of(AMBER);
            case "AMBER+STRICT" -> Optional.of(AMBER_STRICT);
            case "RED" -> Optional.of(RED);
            default -> Optional.empty();
        };
    }

    /** The more restricted of two levels. */
    public static Tlp stricter(Tlp one, Tlp other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
