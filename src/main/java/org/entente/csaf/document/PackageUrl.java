package org.entente.csaf.document;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Package URLs: the form CSAF's schema asks for, and what the purl specification asks of their parts. Pure. */
public final class PackageUrl {

    private static final int LENGTH_MAX = 4000;
    private static final Pattern FORM = Pattern.compile("pkg:[A-Za-z.\\-+][A-Za-z0-9.\\-+]*+/.+");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern QUALIFIERS = Pattern.compile("([A-Za-z.\\-_][A-Za-z0-9.\\-_]*+=[^&]*+(&|$))*+");

    private static final Set<String> WITH_NAMESPACE = Set.of("maven", "swift");
    private static final Set<String> WITHOUT_NAMESPACE = Set.of("mlflow", "oci");
    private static final Set<String> WITH_VERSION = Set.of("cran", "swift");

    private PackageUrl() {}

    public static boolean hasForm(String text) {
        return text.length() <= LENGTH_MAX
                && Texts.isUri(text)
                && FORM.matcher(text).matches();
    }

    /** Whether its parts are right, too. */
    public static boolean isValid(String text) {
        if (!hasForm(text)) {
            return false;
        }
        String rest = text.substring("pkg:".length());
        rest = before(rest, '#');
        String qualifiers = rest.indexOf('?') < 0 ? "" : rest.substring(rest.indexOf('?') + 1);
        rest = before(rest, '?');
        int type = rest.indexOf('/');
        String path = strip(rest.substring(type + 1));
        int at = path.lastIndexOf('@');
        // A scope such as @angular is a namespace; a version follows the last slash.
        String named = at > path.lastIndexOf('/') ? path.substring(0, at) : path;
        int slash = named.lastIndexOf('/');
        boolean versioned = !named.equals(path) && at < path.length() - 1;
        return slash < named.length() - 1
                && keepsType(rest.substring(0, type).toLowerCase(Locale.ROOT), slash > 0, versioned)
                && !BAD_ESCAPE.matcher(text).find()
                && QUALIFIERS.matcher(qualifiers).matches();
    }

    private static boolean keepsType(String type, boolean namespaced, boolean versioned) {
        return (namespaced ? !WITHOUT_NAMESPACE.contains(type) : !WITH_NAMESPACE.contains(type))
                && (versioned || !WITH_VERSION.contains(type));
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static String strip(String path) {
        int start = 0;
        while (start < path.length() && path.charAt(start) == '/') {
            start++;
        }
        return path.substring(start);
    }
}
