package org.entente.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The media types of TAXII 2.1 (§1.6.8) and which request headers ask for them. */
public final class TaxiiMedia {

    /** What every TAXII response carries, byte for byte. */
    public static final String TAXII = "application/taxii+json;version=2.1";

    /** What the objects in an envelope are. */
    public static final String STIX = "application/stix+json;version=2.1";

    /** More ranges than any client lists; the rest is not looked at, so that a header cannot buy unbounded work. */
    private static final int RANGES_MAX = 64;

    private TaxiiMedia() {}

    /**
     * Whether a response of type {@link #TAXII} satisfies the {@code Accept} headers. The most specific range that fits
     * decides, and a range without a version means the newest (RFC 9110 §12.5.1). No header at all satisfies nothing: TAXII
     * requires it of every request.
     */
    public static boolean isAcceptable(List<String> acceptHeaders) {
        return acceptHeaders.stream()
                .flatMap(header -> Stream.of(header.split(",", RANGES_MAX)))
                .limit(RANGES_MAX)
                .flatMap(text -> Range.parse(text).stream())
                .filter(range -> range.specificity() > 0)
                .reduce((a, b) -> b.specificity() > a.specificity() ? b : a)
                .map(range -> range.quality() > 0)
                .orElse(false);
    }

    /** Whether a {@code Content-Type} header says that the body is a TAXII 2.1 message. */
    public static boolean isTaxii(String contentType) {
        return Range.parse(contentType)
                .map(range -> range.type().equals("application/taxii+json") && range.fitsVersion())
                .orElse(false);
    }

    /**
     * One media range.
     *
     * @param type in lower case, such as {@code application/*}
     * @param parameters names in lower case, the weight left out
     * @param quality 0 to 1
     */
    private record Range(String type, Map<String, String> parameters, double quality) {

        static Optional<Range> parse(String text) {
            String[] parts = text.split(";", -1);
            try {
                Map<String, String> parameters = Stream.of(parts)
                        .skip(1)
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .map(part -> part.split("=", 2))
                        .collect(Collectors.toMap(
                                pair -> pair[0].strip().toLowerCase(Locale.ROOT),
                                Range::value,
                                (first, again) -> first));
                String weight = parameters.remove("q");
                return Optional.of(new Range(
                        parts[0].strip().toLowerCase(Locale.ROOT), parameters, weight == null ? 1 : weightOf(weight)));
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }

        private static String value(String[] pair) {
            if (pair.length < 2) {
                throw new IllegalArgumentException("A parameter without a value");
            }
            String value = pair[1].strip();
            boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }

        private static double weightOf(String text) {
            if (!text.matches("0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?")) {
                throw new IllegalArgumentException("A weight is a number from 0 to 1");
            }
            return Double.parseDouble(text);
        }

        /** 0 when this range does not cover TAXII 2.1, else higher the more exactly it names it. */
        int specificity() {
            return switch (type) {
                case "application/taxii+json" -> fitsVersion() ? 3 + parameters.size() : 0;
                case "application/*" -> 2;
                case "*/*" -> 1;
                default -> 0;
            };
        }

        /** Parameters other than the version are not defined by TAXII, and are passed over. */
        boolean fitsVersion() {
            return parameters.getOrDefault("version", "2.1").equals("2.1");
        }
    }
}
