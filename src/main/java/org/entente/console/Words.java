package org.entente.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.qute.RawString;
import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.party.Audience;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** How templates write the values of the exchange. Pure. */
@TemplateExtension
final class Words {

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** A time as people compare it. */
    static String utc(Instant at) {
        return MINUTE.format(at);
    }

    /** How long, in its one or two greatest units. */
    static String words(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min";
        }
        if (seconds < 86_400) {
            return seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
        }
        return seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }

    /** How long ago: {@code {console:age(seconds)}}. */
    @TemplateExtension(namespace = "console")
    static String age(long seconds) {
        return words(Duration.ofSeconds(seconds));
    }

    /** A level of its label; null for what is none. */
    @TemplateExtension(namespace = "console")
    static @Nullable Tlp tlp(@Nullable String label) {
        return label == null ? null : Tlp.ofLabel(label).orElse(null);
    }

    /** A number with its thousands apart. */
    static String grouped(int number) {
        return grouped((long) number);
    }

    /** A number with its thousands apart. */
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number).replace(',', '\u202F');
    }

    /** Of an indicator, so that nobody opens it by a slip. */
    static String defanged(String text) {
        return Defanging.of(text);
    }

    /** Of JSON: texts defanged, times as they are. */
    static String defanged(JsonNode value) {
        return DefangedJson.of(value);
    }

    /** A time as REST writes it. */
    @TemplateExtension(namespace = "console")
    static Instant instant(String text) {
        return Instant.parse(text);
    }

    /** Whom an audience names. */
    static String inWords(Audience audience) {
        List<String> parts = new ArrayList<>();
        if (audience.open()) {
            parts.add("whoever markings and policies allow");
        }
        add(parts, "members of ", audience.communities());
        add(parts, "", audience.partners());
        if (parts.isEmpty()) {
            parts.add("nobody");
        }
        add(parts, "but not ", audience.exceptions());
        add(parts, "but no member of ", audience.exceptedCommunities());
        return String.join("; ", parts);
    }

    private static void add(List<String> parts, String before, Collection<?> names) {
        if (!names.isEmpty()) {
            parts.add(before + joined(names));
        }
    }

    /** Names as a field takes them; empty for none. */
    static String joined(Collection<?> names) {
        return names.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** What a held object waits for, by the name it has in REST. */
    @TemplateExtension(namespace = "console")
    static String reviewState(String state) {
        return switch (state) {
            case "open" -> "Not decided";
            case "waiting" -> "Waits for an operator";
            case "asked" -> "Waits for an answer";
            case "consent" -> "Waits for consent";
            case "released" -> "Released";
            case "refused" -> "Refused";
            case "decided" -> "Decided";
            case "all" -> "All";
            default -> state;
        };
    }

    /** For the query of an address. */
    static String urlEncoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** For the fields of forms. */
    static RawString editable(String text) {
        return Shown.editable(text);
    }

    /** Names in order, as one text. */
    static String sorted(Set<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", new TreeSet<>(names));
    }

    /** What waits, by the name it has in REST. */
    @TemplateExtension(namespace = "console")
    static String queue(String name) {
        return switch (name) {
            case "reviews" -> "Objects held for review";
            case "quarantines" -> "Quarantined records";
            case "policy-drafts" -> "Policy drafts to approve";
            case "advisories" -> "Advisories in review";
            case "recall-notices" -> "Recall notices not acknowledged";
            default -> name;
        };
    }

    /** Where what waits is seen to. */
    @TemplateExtension(namespace = "console")
    static String queueHref(String name) {
        return switch (name) {
            case "reviews" -> Section.REVIEWS.href();
            case "quarantines" -> Section.DELIVERY.href();
            case "policy-drafts" -> Section.PARTNERS.href();
            case "advisories" -> Section.ADVISORIES.href() + "?state=in-review";
            case "recall-notices" -> Section.RECALLS.href() + "?open=true";
            default -> ConsoleAddress.ROOT;
        };
    }

    /** Several, as one text. */
    @TemplateExtension(namespace = "console")
    static String listed(List<String> several) {
        return several.isEmpty() ? "none" : String.join(", ", several);
    }

    /** What a part of a policy is about. */
    @TemplateExtension(namespace = "console")
    static String policyPart(String part) {
        return switch (part) {
            case "to" -> "What it gets";
            case "from" -> "What is taken from it";
            case "agreement" -> "When any of it holds";
            default -> part;
        };
    }

    /** The style of a level. */
    static String style(Tlp level) {
        return switch (level) {
            case CLEAR -> "tlp-clear";
            case GREEN -> "tlp-green";
            case AMBER, AMBER_STRICT -> "tlp-amber";
            case RED -> "tlp-red";
        };
    }

    /** What a level means, after FIRST's TLP 2.0. */
    static String meaning(Tlp level) {
        return switch (level) {
            case CLEAR -> "may be told to everybody";
            case GREEN -> "within the community, not in public";
            case AMBER -> "need to know, within the organisation and its clients";
            case AMBER_STRICT -> "need to know, within the organisation only";
            case RED -> "for the eyes and ears of its recipients only";
        };
    }
}
