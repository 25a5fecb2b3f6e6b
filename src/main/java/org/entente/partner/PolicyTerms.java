package org.entente.partner;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.entente.partner.TrustPolicy.Mode;
import org.entente.party.Attribution;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/** The fixed words of policy documents, by what they mean; the first word of a meaning is the one that is written. */
final class PolicyTerms {

    /** In place of a list: all. */
    static final String EVERY = "*";

    /** In place of a number or a moment: no limit. */
    static final String UNLIMITED = "unlimited";

    private static final String NO_TLP = "none";
    private static final String REFUSE = "refuse";
    private static final String COUNTED = "counted";
    private static final String NAMED = "named";

    static final Map<String, Optional<Tlp>> CEILINGS = levels(NO_TLP);
    static final Map<String, Optional<Tlp>> ASSUMED = levels(REFUSE);
    static final Map<String, Pap> PAPS = paps();
    static final Map<String, Mode> MODES =
            words(Mode.values(), mode -> mode.name().toLowerCase(Locale.ROOT));
    static final Map<String, Attribution> ATTRIBUTIONS = words(Attribution.values(), Attribution::label);
    static final Map<String, Boolean> RECIPIENTS = recipients();

    private PolicyTerms() {}

    /** The word for a meaning. */
    static <T> String word(Map<String, T> words, T meaning) {
        return words.entrySet().stream()
                .filter(entry -> entry.getValue().equals(meaning))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private static Map<String, Optional<Tlp>> levels(String nothing) {
        Map<String, Optional<Tlp>> words = new LinkedHashMap<>();
        Arrays.stream(Tlp.values())
                .forEach(level ->
                        withAndWithoutPrefix(level.label()).forEach(word -> words.put(word, Optional.of(level))));
        words.put(nothing, Optional.empty());
        return words;
    }

    private static Map<String, Pap> paps() {
        Map<String, Pap> words = new LinkedHashMap<>();
        Arrays.stream(Pap.values())
                .forEach(level -> withAndWithoutPrefix(level.label()).forEach(word -> words.put(word, level)));
        return words;
    }

    /** {@code AMBER}, and {@code TLP:AMBER} as in markings. */
    private static Stream<String> withAndWithoutPrefix(String label) {
        return Stream.of(label.substring(label.indexOf(':') + 1), label);
    }

    private static <T> Map<String, T> words(T[] meanings, Function<T, String> word) {
        Map<String, T> words = new LinkedHashMap<>();
        Arrays.stream(meanings).forEach(meaning -> words.put(word.apply(meaning), meaning));
        return words;
    }

    private static Map<String, Boolean> recipients() {
        Map<String, Boolean> words = new LinkedHashMap<>();
        words.put(COUNTED, false);
        words.put(NAMED, true);
        return words;
    }
}
