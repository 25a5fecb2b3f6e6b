package org.entente.party;

import java.util.regex.Pattern;

/** The one spelling rule of partner and community names. */
final class Slug {

    /** Also a legal Kafka topic segment, path segment and TAXII alias; dots would make topic names ambiguous. */
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    private Slug() {}

    static boolean fits(String value) {
        return SHAPE.matcher(value).matches();
    }

    static String checked(String what, String value) {
        if (!fits(value)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to 63 lower-case letters, digits and inner hyphens, such as xa-cert");
        }
        return value;
    }
}
