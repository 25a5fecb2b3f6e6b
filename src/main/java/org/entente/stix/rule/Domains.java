package org.entente.stix.rule;

import java.net.IDN;

/** Domain names and e-mail addresses (STIX 2.1 §6.4, §6.5). */
final class Domains {
    static final Check DOMAIN = Domains::domain;
    static final Check EMAIL = Domains::email;

    private static final int NAME_LENGTH_MAX = 253;
    private static final int LABEL_LENGTH_MAX = 63;
    private static final int EMAIL_LENGTH_MAX = 1_000;
    private static final String ATEXT = "!#$%&'*+-/=?^_`{|}~";

    private Domains() {}

    private static void domain(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        boolean bounded = in.tape().end(node) - in.tape().start(node) <= 4 * NAME_LENGTH_MAX;
        String text = bounded ? in.tape().text(node) : "";
        if (!isDomain(text)) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node)
                            + " is not a domain name; write labels of letters, digits and hyphens with full stops between.");
        } else if (text.indexOf('_') >= 0) {
            in.warn(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node) + " has an underscore, which RFC 5890 keeps out of domain labels.");
        }
    }

    private static boolean isDomain(String text) {
        String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        if (name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            return false;
        }
        for (String label : name.split("\\.", -1)) {
            if (!isLabel(label)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLabel(String label) {
        if (label.isEmpty() || label.length() > LABEL_LENGTH_MAX || label.startsWith("-") || label.endsWith("-")) {
            return false;
        }
        boolean ascii = true;
        for (int i = 0; i < label.length(); i++) {
            char unit = label.charAt(i);
            ascii &= unit < 128;
            if (unit < 128 && !isLetterOrDigit(unit) && unit != '-' && unit != '_') {
                return false;
            }
        }
        return ascii || isInternational(label);
    }

    private static boolean isInternational(String label) {
        try {
            return IDN.toASCII(label).length() <= LABEL_LENGTH_MAX;
        } catch (IllegalArgumentException notIdn) {
            return false;
        }
    }

    private static boolean isLetterOrDigit(int unit) {
        return unit >= 'a' && unit <= 'z' || unit >= 'A' && unit <= 'Z' || unit >= '0' && unit <= '9';
    }

    private static void email(Inspection in, int node) {
        if (!Checks.isString(in, node)) {
            return;
        }
        boolean bounded = in.tape().end(node) - in.tape().start(node) <= EMAIL_LENGTH_MAX;
        if (!bounded || !isEmail(in.tape().text(node))) {
            in.error(
                    node,
                    Rule.VALUE_FORMAT,
                    in.quote(node)
                            + " is not an e-mail address; write it like 'jane.smith@example.com', without a display name.");
        }
    }

    /** The addr-spec of RFC 5322 §3.4.1, with the characters beyond ASCII of RFC 6532, without comments and folding. */
    private static boolean isEmail(String text) {
        int at = text.lastIndexOf('@');
        if (at < 1 || at == text.length() - 1) {
            return false;
        }
        String local = text.substring(0, at);
        String domain = text.substring(at + 1);
        return (isDotAtom(local) || isQuoted(local)) && (isDotAtom(domain) || isLiteral(domain));
    }

    private static boolean isDotAtom(String text) {
        boolean afterDot = true;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == '.' ? afterDot : !isAtomCharacter(unit)) {
                return false;
            }
            afterDot = unit == '.';
        }
        return !afterDot;
    }

    private static boolean isAtomCharacter(char unit) {
        return isLetterOrDigit(unit) || ATEXT.indexOf(unit) >= 0 || unit > 0x9F;
    }

    private static boolean isQuoted(String text) {
        if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
            return false;
        }
        for (int i = 1; i < text.length() - 1; i++) {
            char unit = text.charAt(i);
            if (unit == '\\') {
                i++;
            } else if (unit == '"' || unit < ' ') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLiteral(String text) {
        return text.length() > 2
                && text.startsWith("[")
                && text.endsWith("]")
                && text.chars()
                        .skip(1)
                        .limit(text.length() - 2L)
                        .allMatch(unit -> unit > ' ' && unit != '[' && unit != ']');
    }
}
