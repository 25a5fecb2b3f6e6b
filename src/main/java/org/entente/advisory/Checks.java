package org.entente.advisory;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the parts of a content check of themselves; each throws the sentence that whoever wrote it reads. */
final class Checks {

    static final int TITLE_MAX = 300;
    static final int LINE_MAX = 2_000;
    static final int TEXT_MAX = 100_000;
    static final int PRODUCTS_OF_STATUS_MAX = 5_000;

    static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}");
    static final Pattern PRODUCT_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
    static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    static final Pattern CPE = Pattern.compile("cpe:2\\.3:[aho*-](:[^\\s:]{1,200}){10}");
    static final Pattern PURL = Pattern.compile("pkg:[A-Za-z][A-Za-z0-9.+-]*/\\S{1,1000}");

    /** The shape; which metrics there are, each version says itself. */
    static final Pattern CVSS = Pattern.compile(
            "(CVSS:(3\\.[01]|4\\.0)/)?[A-Z][A-Za-z]{0,3}:[A-Za-z]{1,6}(/[A-Z][A-Za-z]{0,3}:[A-Za-z]{1,6}){5,40}");

    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}");

    private Checks() {}

    static <T> T present(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing.");
        }
        return value;
    }

    static String line(String name, @Nullable String value, int charactersMax) {
        String given = present(name, value).strip();
        if (given.isEmpty() || given.length() > charactersMax || given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(name + " has 1 to " + charactersMax + " characters on one line.");
        }
        return wellFormed(name, given);
    }

    /** Line ends are made alike, so that the same text has the same digest whatever it was typed on. */
    static String text(String name, @Nullable String value) {
        String given =
                present(name, value).replace("\r\n", "\n").replace('\r', '\n').strip();
        if (given.isEmpty() || given.length() > TEXT_MAX) {
            throw new IllegalArgumentException(name + " has 1 to " + TEXT_MAX + " characters.");
        }
        if (given.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\t')) {
            throw new IllegalArgumentException(name + " has no control characters but line ends and tabs.");
        }
        return wellFormed(name, given);
    }

    /** Half a character can be neither stored nor sent. */
    private static String wellFormed(String name, String given) {
        for (int i = 0; i < given.length(); i++) {
            char c = given.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < given.length()
                    && Character.isLowSurrogate(given.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException(name + " holds half a character (a lone surrogate).");
            }
        }
        return given;
    }

    static String matching(String name, @Nullable String value, Pattern form) {
        String given = present(name, value);
        if (!form.matcher(given).matches()) {
            throw new IllegalArgumentException(name + " does not have the expected form.");
        }
        return given;
    }

    static String oneOf(String name, @Nullable String value, Set<String> known) {
        String given = present(name, value);
        if (!known.contains(given)) {
            throw new IllegalArgumentException(name + " is one of " + String.join(", ", new TreeSet<>(known)) + ".");
        }
        return given;
    }

    static String language(@Nullable String value) {
        String given = present("language", value);
        if (!LANGUAGE.matcher(given).matches()) {
            throw new IllegalArgumentException("language is a tag such as en, fr or pt-BR.");
        }
        return Locale.forLanguageTag(given).toLanguageTag();
    }

    static String url(String name, @Nullable String value) {
        String given = line(name, value, LINE_MAX);
        try {
            URI uri = new URI(given);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return given;
            }
        } catch (URISyntaxException broken) {
            throw new IllegalArgumentException(name + " is an http or https address.", broken);
        }
        throw new IllegalArgumentException(name + " is an http or https address.");
    }

    static <T> List<T> list(String name, @Nullable List<T> given, int max) {
        if (given == null) {
            return List.of();
        }
        if (given.size() > max) {
            throw new IllegalArgumentException(name + " has at most " + max + " entries.");
        }
        for (int i = 0; i < given.size(); i++) {
            @Nullable T each = given.get(i);
            if (each == null) {
                throw new IllegalArgumentException(name + " holds no null.");
            }
        }
        return List.copyOf(given);
    }

    static <T> void distinct(String what, List<T> given, Function<T, String> key) {
        Set<String> seen = new HashSet<>();
        for (T each : given) {
            if (!seen.add(key.apply(each))) {
                throw new IllegalArgumentException("Expected " + what + "; twice: " + key.apply(each) + ".");
            }
        }
    }
}
