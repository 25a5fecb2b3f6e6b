package org.entente.stix.rule;

import java.util.Map;
import java.util.regex.Pattern;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Dictionaries of hashes (STIX 2.1 §2.7). */
final class Hashes {
    /** Any algorithm; one outside the vocabulary is a warning. */
    static final Check ANY = (in, node) -> check(in, node, false);

    /** Only algorithms of the vocabulary, as external references have it (§2.5.1). */
    static final Check LISTED = (in, node) -> check(in, node, true);

    private static final int NAME_LENGTH_MIN = 3;
    private static final Map<String, Integer> HEX_DIGITS =
            Map.of("MD5", 32, "SHA-1", 40, "SHA-256", 64, "SHA-512", 128, "SHA3-256", 64, "SHA3-512", 128);
    private static final Map<String, Pattern> FORMS = Map.of(
            "SSDEEP", Pattern.compile("[a-zA-Z0-9/+:.]{1,150}"), "TLSH", Pattern.compile("(T1)?[a-fA-F0-9]{70}"));
    private static final int FORM_LENGTH_MAX = 150;

    private Hashes() {}

    private static void check(Inspection in, int node, boolean listedOnly) {
        if (!Dictionaries.isDictionary(in, node)) {
            return;
        }
        JsonTape tape = in.tape();
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            String name = tape.text(key);
            if (name.length() < NAME_LENGTH_MIN) {
                in.error(
                        key,
                        Rule.HASH_NAME,
                        in.quote(key) + " is too short for a hash algorithm; use at least 3 characters.");
            } else if (!Vocabulary.HASH_ALGORITHM.has(tape, key)) {
                unlisted(in, key, listedOnly);
            }
            if (Checks.isString(in, key + 1) && !fits(tape, name, key + 1)) {
                in.error(
                        key + 1,
                        Rule.HASH_VALUE,
                        in.quote(key + 1) + " is not a value of " + Quotes.of(name)
                                + "; give one of its length and alphabet.");
            }
        }
    }

    private static void unlisted(Inspection in, int key, boolean listedOnly) {
        String message = in.quote(key) + " is not in hash-algorithm-ov; use one of its terms.";
        if (listedOnly) {
            in.error(key, Rule.HASH_NAME, message);
        } else {
            in.warn(key, Rule.VOCABULARY, message);
        }
    }

    private static boolean fits(JsonTape tape, String name, int value) {
        @Nullable Integer digits = HEX_DIGITS.get(name);
        if (digits != null) {
            return tape.end(value) - tape.start(value) == digits && Hex.isAll(tape, value);
        }
        @Nullable Pattern form = FORMS.get(name);
        if (form == null) {
            return true;
        }
        boolean bounded = tape.end(value) - tape.start(value) <= FORM_LENGTH_MAX;
        return bounded && form.matcher(tape.text(value)).matches();
    }
}
