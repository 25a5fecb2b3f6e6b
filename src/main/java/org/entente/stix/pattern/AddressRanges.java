package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** One spelling for IP addresses and ranges that mean the same; anything else stays as it is. */
final class AddressRanges {
    private static final int IPV4_OCTETS = 4;
    private static final int IPV6_GROUPS = 8;
    private static final int TEXT_LENGTH_MAX = 60;

    private AddressRanges() {}

    static String ipv4(String text) {
        int slash = text.indexOf('/');
        String[] parts = (slash < 0 ? text : text.substring(0, slash)).split("\\.", -1);
        if (text.length() > TEXT_LENGTH_MAX || parts.length != IPV4_OCTETS) {
            return text;
        }
        int[] octets = new int[IPV4_OCTETS];
        for (int i = 0; i < IPV4_OCTETS; i++) {
            octets[i] = octet(parts[i]);
        }
        int prefix = prefix(text, slash, 32);
        if (prefix < 0 || Arrays.stream(octets).anyMatch(octet -> octet < 0)) {
            return text;
        }
        mask(octets, 8, prefix);
        String address = Arrays.stream(octets).mapToObj(Integer::toString).collect(Collectors.joining("."));
        return prefix == 32 ? address : address + "/" + prefix;
    }

    /** A zero before the digits makes an octet octal to some readers: where they would differ it is left alone. */
    private static int octet(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        if (!digits) {
            return -1;
        }
        int value = Integer.parseInt(text);
        boolean ambiguous = text.length() > 1 && text.charAt(0) == '0' && value > 7;
        return ambiguous || value > 255 ? -1 : value;
    }

    private static int prefix(String text, int slash, int bits) {
        if (slash < 0) {
            return bits;
        }
        String digits = text.substring(slash + 1);
        boolean number = !digits.isEmpty()
                && digits.length() <= 3
                && digits.chars().allMatch(unit -> unit >= '0' && unit <= '9');
        int prefix = number ? Integer.parseInt(digits) : -1;
        return prefix <= bits ? prefix : -1;
    }

    /** Sets the bits behind the prefix to zero. */
    private static void mask(int[] groups, int width, int prefix) {
        for (int i = 0; i < groups.length; i++) {
            int kept = Math.max(0, Math.min(width, prefix - i * width));
            groups[i] &= (0xFFFF << width - kept) & (1 << width) - 1;
        }
    }

    static String ipv6(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int[] groups = text.length() > TEXT_LENGTH_MAX ? new int[0] : groups(address);
        int prefix = prefix(text, slash, 128);
        if (prefix < 0 || groups.length != IPV6_GROUPS) {
            return text;
        }
        mask(groups, 16, prefix);
        return prefix == 128 ? shortest(groups) : shortest(groups) + "/" + prefix;
    }

    /** The eight groups, or none if the text is no address. */
    private static int[] groups(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return toArray(part(address));
        }
        List<Integer> before = gap == 0 ? List.of() : part(address.substring(0, gap));
        List<Integer> after = gap + 2 == address.length() ? List.of() : part(address.substring(gap + 2));
        boolean broken = before.contains(-1) || after.contains(-1) || before.size() + after.size() >= IPV6_GROUPS;
        if (broken) {
            return new int[0];
        }
        List<Integer> all = new ArrayList<>(before);
        for (int i = before.size() + after.size(); i < IPV6_GROUPS; i++) {
            all.add(0);
        }
        all.addAll(after);
        return toArray(all);
    }

    private static int[] toArray(List<Integer> groups) {
        return groups.contains(-1)
                ? new int[0]
                : groups.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Groups between colons, −1 for one that is none; an IPv4 address at the end counts two. */
    private static List<Integer> part(String text) {
        List<Integer> groups = new ArrayList<>();
        String[] words = text.split(":", -1);
        for (int i = 0; i < words.length; i++) {
            if (i == words.length - 1 && words[i].indexOf('.') >= 0) {
                embedded(words[i], groups);
            } else {
                boolean hex = !words[i].isEmpty()
                        && words[i].length() <= 4
                        && words[i].chars().allMatch(unit -> unit < 128 && Character.digit(unit, 16) >= 0);
                groups.add(hex ? Integer.parseInt(words[i], 16) : -1);
            }
        }
        return groups;
    }

    private static void embedded(String ipv4, List<Integer> groups) {
        int[] octets = Arrays.stream(ipv4.split("\\.", -1))
                .mapToInt(AddressRanges::octet)
                .toArray();
        boolean fits = octets.length == IPV4_OCTETS && Arrays.stream(octets).allMatch(octet -> octet >= 0);
        groups.add(fits ? octets[0] << 8 | octets[1] : -1);
        groups.add(fits ? octets[2] << 8 | octets[3] : -1);
    }

    /** RFC 5952: the longest run of zero groups, the first of equals, becomes two colons. */
    private static String shortest(int[] groups) {
        int best = -1;
        int bestLength = 1;
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int length = 0;
            while (i + length < IPV6_GROUPS && groups[i + length] == 0) {
                length++;
            }
            if (length > bestLength) {
                best = i;
                bestLength = length;
            }
        }
        if (best < 0) {
            return text(groups, 0, IPV6_GROUPS);
        }
        return text(groups, 0, best) + "::" + text(groups, best + bestLength, IPV6_GROUPS);
    }

    private static String text(int[] groups, int start, int end) {
        return Arrays.stream(groups, start, end).mapToObj(Integer::toHexString).collect(Collectors.joining(":"));
    }
}
