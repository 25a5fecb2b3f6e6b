package org.entente.console;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes addresses so that no program takes them for one. Pure. */
final class Defanging {

    private static final Pattern QUOTED = Pattern.compile("'(?:[^'\\\\]|\\\\.)*+'");

    /** Of a pattern only the constants are addresses; in between stand the names of properties. */
    private static final Pattern STIX_PATTERN = Pattern.compile("^\\s*[\\[(].*'.*", Pattern.DOTALL);

    private Defanging() {}

    static String of(String text) {
        return STIX_PATTERN.matcher(text).matches()
                ? QUOTED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(address(found.group())))
                : address(text);
    }

    private static String address(String text) {
        return text.replaceAll("(?i)\\bhttp", "hxxp")
                .replaceAll("(?i)\\bftp", "fxp")
                .replace("://", "[://]")
                .replace("@", "[@]")
                .replaceAll("(?<=[\\p{Alnum}_-])\\.(?=[\\p{Alnum}_-])", "[.]")
                .replaceAll("(?<=\\p{XDigit}):(?=\\p{XDigit}*:)", "[:]");
    }
}
