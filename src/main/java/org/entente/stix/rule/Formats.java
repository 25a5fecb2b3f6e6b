package org.entente.stix.rule;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Locale;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** Small text formats of observables: CPE names, media types, character sets, registry keys. */
final class Formats {
    static final Check CPE = Formats::cpe;
    static final Check MEDIA_TYPE = Formats::mediaType;
    static final Check CHARACTER_SET = Formats::characterSet;
    static final Check REGISTRY_KEY = Formats::registryKey;

    private static final Set<String> MEDIA_TYPES = Set.of(
            "application", "audio", "font", "haptics", "image", "message", "model", "multipart", "text", "video");
    private static final Set<String> SHORT_HIVES = Set.of("HKLM", "HKCC", "HKCR", "HKCU", "HKU");
    private static final Set<String> CHARACTER_SETS = Set.copyOf(Resources.lines("character-sets.txt"));
    private static final int NAME_LENGTH_MAX = 250;
    private static final int HIVE_LENGTH_MAX = 20;

    private Formats() {}

    private static void cpe(Inspection in, int node) {
        if (Checks.isString(in, node) && !CpeNames.isFormattedString(in.tape().text(node))) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node)
                            + " is not a CPE 2.3 name; write 'cpe:2.3:' and eleven components with colons between.");
        }
    }

    private static void mediaType(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        String text = in.tape().text(node);
        int slash = text.indexOf('/');
        boolean known =
                slash > 0 && MEDIA_TYPES.contains(text.substring(0, slash).toLowerCase(Locale.ROOT));
        boolean subtype = slash + 1 < text.length() && isToken(text.charAt(slash + 1));
        if (!known || !subtype) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node)
                            + " is not a media type; write a registered type, a slash and a subtype, such as 'image/png'.");
        }
    }

    private static boolean isToken(char unit) {
        return unit >= 'a' && unit <= 'z'
                || unit >= 'A' && unit <= 'Z'
                || unit >= '0' && unit <= '9'
                || "._+-".indexOf(unit) >= 0;
    }

    private static void characterSet(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        String name = in.tape().text(node);
        if (name.length() > NAME_LENGTH_MAX || !isRegistered(name)) {
            in.error(
                    node,
                    Rule.ENCODING_NAME,
                    in.quote(node)
                            + " is not in the IANA character set registry; use its preferred MIME name, such as 'windows-1251'.");
        }
    }

    /** Besides the table, what Java knows under a name of its own: those without x- are IANA's. */
    private static boolean isRegistered(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (CHARACTER_SETS.contains(lower)) {
            return true;
        }
        try {
            return !lower.startsWith("x-")
                    && Charset.isSupported(name)
                    && !Charset.forName(name).name().startsWith("x-");
        } catch (IllegalCharsetNameException notAName) {
            return false;
        }
    }

    private static void registryKey(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        String text = tape.text(node);
        String start = text.substring(0, Math.min(text.length(), HIVE_LENGTH_MAX));
        int slash = start.indexOf('\\');
        String hive = slash < 0 ? start : start.substring(0, slash);
        if (SHORT_HIVES.contains(hive.toUpperCase(Locale.ROOT))) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node) + " shortens the hive; write it in full, such as HKEY_LOCAL_MACHINE.");
        }
    }
}
