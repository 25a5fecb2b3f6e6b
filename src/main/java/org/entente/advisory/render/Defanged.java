package org.entente.advisory.render;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Indicators written so that nothing resolves, links or connects to them. Live copies are in the machine-readable forms. */
public final class Defanged {

    private static final Set<String> ADDRESSES =
            Set.of("ipv4-addr", "ipv6-addr", "domain-name", "url", "email-addr", "mac-addr");
    private static final Pattern LITERAL = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");
    private static final Pattern SCHEME = Pattern.compile("(?i)\\b(h)tt(ps?)(?=\\[?:)");
    private static final Pattern BEFORE_HOST = Pattern.compile("://");

    private Defanged() {}

    /** The value of an object of a type: addresses whole, of patterns their constants. */
    public static String of(String type, String value) {
        if (ADDRESSES.contains(type)) {
            return address(value);
        }
        return type.equals("indicator") ? pattern(value) : value;
    }

    /** Constants that look like neither host nor address are harmless either way, so all of them are changed. */
    private static String pattern(String pattern) {
        Matcher literals = LITERAL.matcher(pattern);
        return literals.replaceAll(found -> Matcher.quoteReplacement(address(found.group())));
    }

    private static String address(String live) {
        String schemes = SCHEME.matcher(live).replaceAll("$1xx$2");
        String hosts = BEFORE_HOST.matcher(schemes).replaceAll("[://]");
        return hosts.replace(".", "[.]").replace("@", "[@]");
    }
}
