package org.entente.taxii;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.log.VersionFilter;
import org.entente.stix.StixId;
import org.entente.stix.rule.Timestamps;

/**
 * The query parameters of one request, read one by one (TAXII 2.1 §3.4). Each may be given once; what is malformed is a
 * {@link ProblemException}, what TAXII does not define is passed over.
 */
final class Parameters {

    /** TAXII integers lie within ±(2^53−1) (§2); longer digits are no integer at all. */
    private static final long INTEGER_MAX = (1L << 53) - 1;

    private static final Pattern DIGITS = Pattern.compile("\\d{1,16}");
    private static final Pattern TYPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,249}");
    private static final Pattern SPEC_VERSION = Pattern.compile("\\d{1,4}\\.\\d{1,4}");

    private final Map<String, List<String>> given;
    private final Bounds bounds;

    Parameters(Map<String, List<String>> given, Bounds bounds) {
        this.given = given;
        this.bounds = bounds;
    }

    Optional<Instant> addedAfter() {
        return one("added_after").map(text -> timestamp("added_after", text));
    }

    /** The page size: as asked, else the usual one, and never above the highest. */
    int limit() {
        return one("limit").map(this::limitOf).orElse(bounds.pageObjects());
    }

    private int limitOf(String text) {
        long limit = DIGITS.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (limit < 1 || limit > INTEGER_MAX) {
            throw ProblemException.invalidParameter("limit must be a whole number, at least 1");
        }
        return (int) Math.min(limit, bounds.pageObjectsMax());
    }

    Optional<String> next() {
        return one("next");
    }

    Set<StixId> ids() {
        return values("match[id]").stream()
                .map(text -> StixId.tryParse(text)
                        .orElseThrow(() -> ProblemException.invalidParameter("match[id] must hold STIX identifiers")))
                .collect(Collectors.toSet());
    }

    Set<String> types() {
        return checked("match[type]", TYPE, "match[type] must hold STIX object types");
    }

    /** Whether STIX 2.1 is among the versions asked for; it is the only one kept here, and the default. */
    boolean wantsStix21() {
        Set<String> versions =
                checked("match[spec_version]", SPEC_VERSION, "match[spec_version] must hold versions such as 2.1");
        return versions.isEmpty() || versions.contains("2.1");
    }

    boolean namesVersions() {
        return !values("match[version]").isEmpty();
    }

    VersionFilter versions() {
        List<String> texts = values("match[version]");
        if (texts.isEmpty()) {
            return VersionFilter.LAST;
        }
        if (texts.contains("all")) {
            if (texts.size() > 1) {
                throw ProblemException.invalidParameter("match[version] with all takes no other value");
            }
            return new VersionFilter.All();
        }
        Set<Instant> exact = new HashSet<>();
        texts.stream()
                .filter(text -> !text.equals("first") && !text.equals("last"))
                .map(Parameters::version)
                .forEach(exact::add);
        int named = (texts.contains("first") ? 1 : 0) + (texts.contains("last") ? 1 : 0);
        if (named + exact.size() != texts.size()) {
            throw ProblemException.invalidParameter("match[version] names a version twice");
        }
        // The log's mark for an object without versions; as a version it does not exist.
        exact.remove(Instant.EPOCH);
        return new VersionFilter.Any(texts.contains("first"), texts.contains("last"), exact);
    }

    /** As STIX spells them, and as intake reads them; microseconds are kept of it. */
    private static Instant version(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (!Timestamps.isTimestamp(text)) {
            throw ProblemException.invalidParameter(
                    "match[version] must hold first, last, all or timestamps such as 2026-01-31T12:00:00.000Z");
        }
        return Timestamps.instant(bytes, 0, bytes.length).truncatedTo(ChronoUnit.MICROS);
    }

    private static Instant timestamp(String name, String text) {
        return TaxiiTime.parse(text)
                .orElseThrow(() -> ProblemException.invalidParameter(
                        name + " must be a timestamp such as 2026-01-31T12:00:00.000000Z"));
    }

    private Set<String> checked(String name, Pattern shape, String complaint) {
        List<String> texts = values(name);
        if (!texts.stream().allMatch(text -> shape.matcher(text).matches())) {
            throw ProblemException.invalidParameter(complaint);
        }
        return Set.copyOf(new HashSet<>(texts));
    }

    /** Comma-separated values; none when the parameter is absent. */
    private List<String> values(String name) {
        List<String> texts = one(name).map(text -> List.of(text.split(",", -1))).orElse(List.of());
        if (texts.size() > bounds.filterValuesMax()) {
            throw ProblemException.invalidParameter(name + " holds more than " + bounds.filterValuesMax() + " values");
        }
        return texts;
    }

    private Optional<String> one(String name) {
        List<String> texts = given.getOrDefault(name, List.of());
        if (texts.size() > 1) {
            throw ProblemException.invalidParameter(name + " is given more than once");
        }
        return texts.stream().findFirst();
    }
}
