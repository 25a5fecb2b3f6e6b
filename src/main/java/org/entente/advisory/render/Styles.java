package org.entente.advisory.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.entente.stix.Tlp;

/** Style sheets, and TLP as FIRST has it shown: its label in its colour on black (TLP 2.0, "colour-coding"). */
final class Styles {

    private Styles() {}

    static String read(String name) {
        try (InputStream in = Styles.class.getResourceAsStream("/advisory/" + name)) {
            if (in == null) {
                throw new IllegalStateException("A style sheet is missing: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    static String colour(Tlp level) {
        return switch (level) {
            case RED -> "#FF2B2B";
            case AMBER, AMBER_STRICT -> "#FFC000";
            case GREEN -> "#33FF00";
            case CLEAR -> "#FFFFFF";
        };
    }

    static String name(Tlp level) {
        return level.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** With whom a recipient may share it, in words. */
    static String words(Tlp level) {
        return switch (level) {
            case RED -> "For your eyes and ears only.";
            case AMBER_STRICT -> "For your organization only, on a need-to-know basis.";
            case AMBER -> "For your organization and its clients, on a need-to-know basis.";
            case GREEN -> "For your community, not for the public.";
            case CLEAR -> "No limit on sharing.";
        };
    }
}
