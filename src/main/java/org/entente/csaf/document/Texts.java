package org.entente.csaf.document;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The forms of text that CSAF names: dates, addresses, languages, versions, CPE and package URLs. Pure.
 *
 * <p>Texts longer than {@value #LENGTH_MAX} characters have none of them, before any pattern sees them.
 */
public final class Texts {

    private static final int LENGTH_MAX = 8000;

    private static final Pattern DATE_TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[Tt]\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?\\d*([Zz]|[+-]\\d\\d:\\d\\d)");
    private static final Pattern CVE = Pattern.compile("CVE-[0-9]{4}-[0-9]{4,19}");
    private static final Pattern CWE = Pattern.compile("CWE-[1-9][0-9]{0,5}");
    private static final Pattern HASH = Pattern.compile("[0-9a-fA-F]{32,}+");
    private static final Pattern CPE_22 = Pattern.compile("[cC][pP][eE]:/[AHOaho]?+(:[A-Za-z0-9._\\-~%]*+){0,6}+");
    private static final Pattern CPE_ATTRIBUTE =
            Pattern.compile("[?*]*+([a-zA-Z0-9\\-._]|\\\\[\\\\*?!\"#$%&'()+,/:;<=>@\\[\\]^`{|}~])++[?*]*+");
    private static final Pattern CPE_LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}(-([a-zA-Z]{2}|[0-9]{3}))?|[*\\-]");
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8}){0,20}");
    private static final Pattern CATEGORY = Pattern.compile("[^\\s\\-_.](.*[^\\s\\-_.])?");
    private static final Pattern TRACKING_ID = Pattern.compile("\\S(.*\\S)?");
    private static final int CPE_23_PARTS = 13;
    private static final int CPE_23_LANGUAGE = 8;

    private static final Set<String> RANGE_WORDS =
            Set.of("after", "all", "before", "earlier", "later", "prior", "versions");

    private static final Set<String> LANGUAGES = languages();

    private Texts() {}

    private static Set<String> languages() {
        Set<String> known = new TreeSet<>(Set.of(Locale.getISOLanguages()));
        for (Locale locale : Locale.getAvailableLocales()) {
            known.add(locale.getLanguage());
        }
        known.remove("");
        return known;
    }

    static boolean isDateTime(String text) {
        return instant(text).isPresent();
    }

    /** The moment a text of RFC 3339 names; a leap second is the second before it. */
    static Optional<Instant> instant(String text) {
        if (text.length() > LENGTH_MAX || !DATE_TIME.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            String upper = text.toUpperCase(Locale.ROOT).replaceFirst(":60(?=[.Z+-])", ":59");
            return Optional.of(OffsetDateTime.parse(upper.replaceFirst("(\\.\\d{9})\\d+", "$1"))
                    .toInstant());
        } catch (DateTimeException notADay) {
            return Optional.empty();
        }
    }

    /** RFC 3986, absolute, ASCII. */
    static boolean isUri(String text) {
        if (text.length() > LENGTH_MAX || text.chars().anyMatch(unit -> unit <= ' ' || unit >= 0x7F)) {
            return false;
        }
        try {
            return new URI(text).isAbsolute();
        } catch (URISyntaxException wrong) {
            return false;
        }
    }

    static boolean isCve(String text) {
        return CVE.matcher(text).matches();
    }

    static boolean isCwe(String text) {
        return CWE.matcher(text).matches();
    }

    /** Whether a name of a version is one of many versions, in words or signs (test 6.1.31). */
    public static boolean readsLikeRange(String version) {
        String name = version.toLowerCase(Locale.ROOT);
        return name.indexOf('<') >= 0
                || name.indexOf('>') >= 0
                || Arrays.stream(name.split("[\\s(),.;]+")).anyMatch(RANGE_WORDS::contains);
    }

    static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    static boolean isCategory(String text) {
        return text.length() <= LENGTH_MAX && CATEGORY.matcher(text).matches();
    }

    static boolean isTrackingId(String text) {
        return text.length() <= LENGTH_MAX && TRACKING_ID.matcher(text).matches();
    }

    /** The form of CPE 2.3, thirteen parts between colons that are not escaped, or of CPE 2.2. */
    public static boolean isCpe(String text) {
        if (text.length() > LENGTH_MAX) {
            return false;
        }
        if (CPE_22.matcher(text).matches()) {
            return true;
        }
        String[] parts = text.split("(?<!\\\\):", -1);
        if (parts.length != CPE_23_PARTS || !parts[0].equals("cpe") || !parts[1].equals("2.3")) {
            return false;
        }
        if (!Set.of("a", "h", "o", "*", "-").contains(parts[2])) {
            return false;
        }
        for (int i = 3; i < CPE_23_PARTS; i++) {
            boolean any = parts[i].equals("*") || parts[i].equals("-");
            Pattern form = i == CPE_23_LANGUAGE ? CPE_LANGUAGE : CPE_ATTRIBUTE;
            if (!any && !form.matcher(parts[i]).matches()) {
                return false;
            }
        }
        return true;
    }

    /** The form of RFC 5646, which the schema asks for; whether it exists is {@link #isKnownLanguage}. */
    public static boolean isLanguage(String text) {
        return text.length() <= LENGTH_MAX
                && LANGUAGE.matcher(text).matches()
                && (isPrivate(text)
                        || !Locale.forLanguageTag(text).toLanguageTag().equals("und"));
    }

    /** Whether the subtags of language and region are known to this Java runtime (ISO 639 and 3166, UN M.49). */
    public static boolean isKnownLanguage(String text) {
        if (isPrivate(text)) {
            return true;
        }
        Locale locale = Locale.forLanguageTag(text);
        boolean language = LANGUAGES.contains(locale.getLanguage())
                // A language with a code of two letters has no other tag.
                && text.split("-", 2)[0].equalsIgnoreCase(locale.getLanguage());
        String region = locale.getCountry();
        return language
                && (region.isEmpty()
                        || Character.isDigit(region.charAt(0))
                        || Set.of(Locale.getISOCountries()).contains(region));
    }

    private static boolean isPrivate(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.startsWith("x-") || lower.equals("i-default") || lower.equals("i-mingo");
    }
}
