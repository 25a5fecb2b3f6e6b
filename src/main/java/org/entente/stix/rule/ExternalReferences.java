package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.STRING;

import java.util.regex.Pattern;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** External references (STIX 2.1 §2.5), and how CVE and CAPEC entries are named (§4.1, §4.19). */
final class ExternalReferences {
    static final Check LIST = Checks.list(Shape.of("external-reference", "§2.5")
            .required("source_name", STRING)
            .optional("description", STRING)
            .optional("url", Uris.URI)
            .optional("hashes", Hashes.LISTED)
            .optional("external_id", STRING)
            .rule(Together.atLeastOne("description", "url", "external_id"))
            .rule(ExternalReferences::namedSource)
            .build()
            .asCheck());

    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-(0\\d{3}|[1-9]\\d{3,})");
    private static final Pattern CAPEC = Pattern.compile("CAPEC-\\d+");
    private static final int ID_LENGTH_MAX = 64;

    private ExternalReferences() {}

    private static void namedSource(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int source = fields.of("source_name");
        if (source == JsonTape.NONE || !tape.isString(source)) {
            return;
        }
        String expected = source(tape, fields.of("external_id"));
        boolean cve = tape.textEquals(source, "cve");
        boolean capec = tape.textEquals(source, "capec");
        if (expected != null && !tape.textEquals(source, expected)) {
            told(
                    in,
                    source,
                    isDemanded(tape, expected),
                    "The source of such an id is named " + in.quote(source) + "; it is '" + expected + "'.");
        } else if (expected == null && (cve || capec)) {
            String form = cve ? "CVE-YYYY-NNNN" : "CAPEC-NNN";
            told(
                    in,
                    source,
                    isDemanded(tape, cve ? "cve" : "capec") && fields.of("external_id") != JsonTape.NONE,
                    "A reference to " + in.quote(source) + " should have an external_id of the form " + form + ".");
        }
    }

    /** Of a vulnerability's CVE (§4.19) and an attack pattern's CAPEC (§4.1) alone. */
    private static boolean isDemanded(JsonTape tape, String catalogue) {
        int type = tape.find(0, "type");
        return type != JsonTape.NONE
                && tape.isString(type)
                && tape.textEquals(type, catalogue.equals("cve") ? "vulnerability" : "attack-pattern");
    }

    private static void told(Inspection in, int source, boolean demanded, String message) {
        if (demanded) {
            in.error(source, Rule.REFERENCE_SOURCE, message);
        } else {
            in.warn(source, Rule.REFERENCE_SOURCE, message);
        }
    }

    /** The catalogue an id belongs to by its form. */
    private static @Nullable String source(JsonTape tape, int id) {
        if (id == JsonTape.NONE || !tape.isString(id) || tape.end(id) - tape.start(id) > ID_LENGTH_MAX) {
            return null;
        }
        byte[] bytes = tape.source();
        int start = tape.start(id);
        boolean candidate =
                tape.end(id) - start > 4 && bytes[start] == 'C' && (bytes[start + 1] == 'V' || bytes[start + 1] == 'A');
        if (!candidate && !tape.hasEscape(id)) {
            return null;
        }
        String text = tape.text(id);
        return CVE.matcher(text).matches() ? "cve" : CAPEC.matcher(text).matches() ? "capec" : null;
    }
}
