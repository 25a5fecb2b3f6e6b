package org.entente.stix.rule;

/** IP and MAC addresses as observables hold them (STIX 2.1 §6.8 to §6.10). */
final class Addresses {
    static final Check IPV4 = format(Addresses::isIpv4Range, "an IPv4 address or range like '198.51.100.0/24'");
    static final Check IPV6 = format(Addresses::isIpv6Range, "an IPv6 address or range like '2001:db8::/32'");
    static final Check MAC = format(Addresses::isMac, "a lower-case MAC address like '00:00:ab:cd:ef:01'");

    private static final int TEXT_LENGTH_MAX = 100;
    private static final int IPV4_BITS = 32;
    private static final int IPV6_BITS = 128;
    private static final int IPV6_GROUPS = 8;
    private static final int MAC_LENGTH = 17;

    private Addresses() {}

    /** Tells whether a text has a form. */
    @FunctionalInterface
    interface Form {
        boolean fits(String text);
    }

    private static Check format(Form form, String wanted) {
        return (in, node) -> {
            if (!Checks.isString(in, node)) {
                return;
            }
            boolean bounded = in.tape().end(node) - in.tape().start(node) <= TEXT_LENGTH_MAX;
            if (!bounded || !form.fits(in.tape().text(node))) {
                in.error(node, Rule.VALUE_FORMAT, in.quote(node) + " is not " + wanted + ".");
            }
        };
    }

    /** Whether a text is an address or range of either version. */
    static boolean isRange(String text) {
        return text.length() <= TEXT_LENGTH_MAX && (isIpv4Range(text) || isIpv6Range(text));
    }

    private static boolean isIpv4Range(String text) {
        int slash = text.indexOf('/');
        return slash < 0
                ? isIpv4(text)
                : isIpv4(text.substring(0, slash)) && isPrefix(text.substring(slash + 1), IPV4_BITS);
    }

    private static boolean isIpv6Range(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int zone = address.indexOf('%');
        boolean zoned = zone < 0 || zone < address.length() - 1;
        return zoned
                && isIpv6(zone < 0 ? address : address.substring(0, zone))
                && (slash < 0 || isPrefix(text.substring(slash + 1), IPV6_BITS));
    }

    private static boolean isPrefix(String digits, int bits) {
        return isDecimal(digits, 3) && Integer.parseInt(digits) <= bits;
    }

    private static boolean isDecimal(String text, int digitsMax) {
        return !text.isEmpty()
                && text.length() <= digitsMax
                && text.chars().allMatch(unit -> unit >= '0' && unit <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
    }

    static boolean isIpv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (!isDecimal(part, 3) || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, true) == IPV6_GROUPS;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        int first = before.isEmpty() ? 0 : groups(before, false);
        int last = after.isEmpty() ? 0 : groups(after, true);
        return first >= 0 && last >= 0 && first + last < IPV6_GROUPS;
    }

    /** Groups of 16 bits, an IPv4 address at the end counting two; −1 if the text is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        String[] parts = text.split(":", -1);
        int count = 0;
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
                return isIpv4(parts[i]) ? count + 2 : -1;
            }
            if (!isGroup(parts[i])) {
                return -1;
            }
            count++;
        }
        return count;
    }

    private static boolean isGroup(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(unit -> unit < 128 && Character.digit(unit, 16) >= 0);
    }

    private static boolean isMac(String text) {
        if (text.length() != MAC_LENGTH) {
            return false;
        }
        for (int i = 0; i < MAC_LENGTH; i++) {
            char unit = text.charAt(i);
            boolean digit = unit >= '0' && unit <= '9' || unit >= 'a' && unit <= 'f';
            if (i % 3 == 2 ? unit != ':' : !digit) {
                return false;
            }
        }
        return true;
    }
}
