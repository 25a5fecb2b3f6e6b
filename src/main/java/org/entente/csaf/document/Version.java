package org.entente.csaf.document;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a document: a whole number, or one of Semantic Versioning 2.0.0, whose build metadata counts for nothing when
 * compared.
 *
 * @param numbers one of an integer version, three of a semantic one
 * @param preRelease what follows the hyphen, by dots; empty where nothing does
 * @param integer whether it is a whole number
 */
record Version(List<BigInteger> numbers, List<String> preRelease, boolean integer) implements Comparable<Version> {

    /** Nobody has published more versions than that many digits say. */
    private static final int LENGTH_MAX = 200;

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final Pattern INTEGER = Pattern.compile(NUMBER);
    private static final Pattern SEMANTIC = Pattern.compile(NUMBER + "\\." + NUMBER + "\\." + NUMBER
            + "(?:-((?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(?:\\.(?:0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*))?"
            + "(?:\\+[0-9a-zA-Z-]+(?:\\.[0-9a-zA-Z-]+)*)?");

    Version {
        numbers = List.copyOf(numbers);
        preRelease = List.copyOf(preRelease);
    }

    static Optional<Version> tryParse(String text) {
        if (text.length() > LENGTH_MAX) {
            return Optional.empty();
        }
        if (INTEGER.matcher(text).matches()) {
            return Optional.of(new Version(List.of(new BigInteger(text)), List.of(), true));
        }
        Matcher parts = SEMANTIC.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        List<BigInteger> numbers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            numbers.add(new BigInteger(parts.group(i)));
        }
        return Optional.of(new Version(
                numbers,
                parts.group(4) == null ? List.of() : List.of(parts.group(4).split("\\.")),
                false));
    }

    BigInteger major() {
        return numbers.get(0);
    }

    boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** Whether it is 0 or 0.y.z, which only a draft may be. */
    boolean isInitial() {
        return major().signum() == 0;
    }

    Version release() {
        return new Version(numbers, List.of(), integer);
    }

    @Override
    public int compareTo(Version other) {
        for (int i = 0; i < Math.min(numbers.size(), other.numbers.size()); i++) {
            int order = numbers.get(i).compareTo(other.numbers.get(i));
            if (order != 0) {
                return order;
            }
        }
        if (isPreRelease() != other.isPreRelease()) {
            return isPreRelease() ? -1 : 1;
        }
        return comparePreReleases(other);
    }

    private int comparePreReleases(Version other) {
        int shared = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < shared; i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String one, String other) {
        boolean oneIsNumber = INTEGER.matcher(one).matches();
        boolean otherIsNumber = INTEGER.matcher(other).matches();
        if (oneIsNumber && otherIsNumber) {
            return new BigInteger(one).compareTo(new BigInteger(other));
        }
        if (oneIsNumber != otherIsNumber) {
            return oneIsNumber ? -1 : 1;
        }
        return one.compareTo(other);
    }
}
