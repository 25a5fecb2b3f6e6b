package org.entente.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.entente.http.ProblemError;
import org.entente.partner.TrustPolicy.Allowed;

/**
 * One object of a policy document: reads its fields and notes what is wrong with them. What is missing has the value the
 * caller names; null is not missing. Where there is a fault the answer is as if the field were missing.
 *
 * @param node an object
 * @param pointer where it is, from the top of the body
 * @param faults of the whole document so far; added to
 */
record DocumentPart(JsonNode node, String pointer, List<ProblemError> faults) {

    /** Longer lists are no policy anybody can review. */
    static final int NAMES_MAX = 5_000;

    /** Whole seconds, minutes, hours and days: months and years have no fixed length. */
    private static final Pattern DURATION =
            Pattern.compile("P(?!$)([0-9]{1,3}D)?(T(?!$)([0-9]{1,4}H)?([0-9]{1,6}M)?([0-9]{1,8}S)?)?");

    /** RFC 3339 in UTC, as STIX has it; the least unit is what the database keeps. */
    private static final Pattern MOMENT =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?Z");

    /** An object of which nothing is known yet. */
    static DocumentPart of(JsonNode node, String pointer, Set<String> known, List<ProblemError> faults) {
        DocumentPart empty = new DocumentPart(JsonNodeFactory.instance.objectNode(), pointer, faults);
        if (!node.isObject()) {
            empty.fault(pointer, "Expected an object with " + String.join(", ", new TreeSet<>(known)) + ".");
            return empty;
        }
        DocumentPart part = new DocumentPart(node, pointer, faults);
        part.refuseOthers(known);
        return part;
    }

    private void refuseOthers(Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(
                        at(escape(name)),
                        "This field is not known here. Known: " + String.join(", ", new TreeSet<>(known)) + ".");
            }
        });
    }

    /** RFC 6901 §3. */
    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private String at(String name) {
        return pointer + "/" + name;
    }

    void fault(String where, String detail) {
        faults.add(new ProblemError(where, detail));
    }

    /** An object in it. */
    DocumentPart part(String name, Set<String> known) {
        JsonNode field = node.path(name);
        return of(field.isMissingNode() ? JsonNodeFactory.instance.objectNode() : field, at(name), known, faults);
    }

    boolean flag(String name) {
        JsonNode field = node.path(name);
        if (!field.isMissingNode() && !field.isBoolean()) {
            fault(at(name), "Expected true or false.");
        }
        return field.booleanValue();
    }

    /** One of these words. */
    <T> T choice(String name, Map<String, T> words, T missing) {
        JsonNode field = node.path(name);
        if (field.isMissingNode()) {
            return missing;
        }
        if (field.isTextual() && words.containsKey(field.textValue())) {
            return words.getOrDefault(field.textValue(), missing);
        }
        fault(at(name), "Expected one of " + String.join(", ", words.keySet()) + ".");
        return missing;
    }

    /** A whole number from 0 to 100; 0 when missing. */
    int percent(String name) {
        return (int) whole(node.path(name), at(name), 0, 100, "Expected a whole number from 0 to 100.")
                .orElse(0);
    }

    /** A positive number, or no limit. */
    OptionalLong limit(String name) {
        JsonNode field = node.path(name);
        if (isUnlimited(field)) {
            return OptionalLong.empty();
        }
        return whole(
                field,
                at(name),
                1,
                TrustPolicy.Quotas.MAX,
                "Expected a whole number from 1 to " + TrustPolicy.Quotas.MAX + ", or \"unlimited\".");
    }

    /** 5.0 is a whole number too: JSON does not tell it from 5. */
    private OptionalLong whole(JsonNode field, String where, long min, long max, String expected) {
        double value = field.doubleValue();
        if (field.isNumber() && value == Math.rint(value) && value >= min && value <= max) {
            return OptionalLong.of((long) value);
        }
        if (!field.isMissingNode()) {
            fault(where, expected);
        }
        return OptionalLong.empty();
    }

    private static boolean isUnlimited(JsonNode field) {
        return field.isTextual() && field.textValue().equals(PolicyTerms.UNLIMITED);
    }

    /** Not negative and no longer than this; nothing when missing. */
    Duration duration(String name, Duration max) {
        JsonNode field = node.path(name);
        if (field.isMissingNode()) {
            return Duration.ZERO;
        }
        if (field.isTextual() && DURATION.matcher(field.textValue()).matches()) {
            Duration read = Duration.parse(field.textValue());
            if (read.compareTo(max) <= 0) {
                return read;
            }
        }
        fault(
                at(name),
                "Expected an ISO 8601 duration in days, hours, minutes and seconds, such as \"PT24H\", of at most "
                        + max.toDays() + " days.");
        return Duration.ZERO;
    }

    /** A moment, or no limit. */
    Optional<Instant> moment(String name) {
        JsonNode field = node.path(name);
        if (field.isMissingNode() || isUnlimited(field)) {
            return Optional.empty();
        }
        Optional<Instant> read = field.isTextual() ? parsed(field.textValue()) : Optional.empty();
        if (read.isEmpty()) {
            fault(at(name), "Expected a time in UTC such as \"2026-01-01T00:00:00Z\", or \"unlimited\".");
        }
        return read;
    }

    private static Optional<Instant> parsed(String text) {
        try {
            return MOMENT.matcher(text).matches() ? Optional.of(Instant.parse(text)) : Optional.empty();
        } catch (DateTimeException notInTheCalendar) {
            return Optional.empty();
        }
    }

    /** A list of names, or all. */
    <T> Allowed<T> allowed(String name, NameRule<T> rule) {
        JsonNode field = node.path(name);
        if (field.isTextual() && field.textValue().equals(PolicyTerms.EVERY)) {
            return Allowed.every();
        }
        return Allowed.only(names(name, rule, "Expected an array of names, or \"*\" for all."));
    }

    /** A list of names. */
    <T> Set<T> names(String name, NameRule<T> rule) {
        return names(name, rule, "Expected an array of names.");
    }

    private <T> Set<T> names(String name, NameRule<T> rule, String expected) {
        JsonNode field = node.path(name);
        Set<T> names = new LinkedHashSet<>();
        if (field.isMissingNode()) {
            return names;
        }
        if (!field.isArray() || field.size() > NAMES_MAX) {
            fault(at(name), field.isArray() ? "Expected at most " + NAMES_MAX + " names." : expected);
            return names;
        }
        for (int index = 0; index < field.size(); index++) {
            name(field.get(index), at(name) + "/" + index, rule).ifPresent(names::add);
        }
        return names;
    }

    private <T> Optional<T> name(JsonNode item, String where, NameRule<T> rule) {
        Optional<T> read = item.isTextual() ? rule.reading().apply(item.textValue()) : Optional.empty();
        if (read.isEmpty()) {
            fault(where, item.isTextual() ? rule.expected() : "Expected a string. " + rule.expected());
        }
        return read;
    }
}
