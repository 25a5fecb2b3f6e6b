package org.entente.release;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory.Member;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * The second opinion before anything leaves. Shares no code and no table with the decision: it reads the outgoing bytes for
 * TLP marking ids and holds them against the partner's ceiling, and those of a view for what it is to hide, so that a mistake in
 * parsing, classing, deciding or rendering has to be made twice to leak.
 */
public final class EgressGuard {

    /** As lenient about sizes as can be: what intake took, the guard must be able to read. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNestingDepth(10_000)
                    .build())
            .build();

    /** Levels by the marking's id, TLP 2.0 and TLP 1: 0 clear, 1 green, 2 amber, 3 amber+strict, 4 red. */
    private static final Map<String, Integer> LEVELS = Map.of(
            "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", 0,
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", 0,
            "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", 1,
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", 1,
            "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", 2,
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", 2,
            "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", 3,
            "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", 4,
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", 4);

    private static final int FOLDED = Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;

    /** A whole id: its digits may spell a name by chance. */
    private static final Pattern ID =
            Pattern.compile("[a-z][a-z0-9-]*--[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private EgressGuard() {}

    /**
     * What one partner may be sent.
     *
     * @param level the highest TLP level, -1 for nothing
     * @param named whether it is named one by one, as TLP:RED needs
     */
    record Ceiling(int level, boolean named) {}

    /**
     * What must not stand in a view, in whatever case.
     *
     * @param id the object's own, where the view has another
     * @param creator what {@code created_by_ref} said, where the submitter is hidden
     * @param names of the submitter, where it is hidden
     */
    record Hidden(Optional<StixId> id, Optional<String> creator, Set<String> names) {

        /** The object goes out as it was submitted. */
        static final Hidden NOTHING = new Hidden(Optional.empty(), Optional.empty(), Set.of());

        boolean isNothing() {
            return id.isEmpty() && creator.isEmpty() && names.isEmpty();
        }
    }

    /** What a submitted object says of its creator, at its top. */
    static Optional<String> creatorOf(byte[] submitted) {
        try (JsonParser json = JSON.createParser(submitted)) {
            int depth = 0;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (depth == 1 && token == JsonToken.VALUE_STRING && "created_by_ref".equals(json.currentName())) {
                    return Optional.of(json.getText());
                }
            }
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    static Ceiling ceilingOf(ReleaseClass subject, Member partner) {
        if (subject.submitter().equals(partner.id())) {
            return new Ceiling(4, true);
        }
        int level = partner.policy().to().maxTlp().map(Enum::ordinal).orElse(-1);
        return new Ceiling(level, subject.audience().partners().contains(partner.id()));
    }

    /**
     * The strictest level whose marking stands anywhere the guard looks: intake counts it as the object's, so that nothing
     * a submitter writes makes the two disagree. Empty when there is none, or the content is not readable.
     */
    public static Optional<Tlp> strictestMarking(byte[] content) {
        int strictest = -1;
        try (JsonParser json = JSON.createParser(content)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.VALUE_STRING) {
                    strictest = Math.max(strictest, levelAt(json));
                }
            }
        } catch (IOException unreadable) {
            return Optional.empty();
        }
        return strictest < 0 ? Optional.empty() : Optional.of(Tlp.values()[strictest]);
    }

    /** An objection in words without content, or nothing when the bytes may go. */
    static Optional<String> check(byte[] content, StixId id, Ceiling ceiling) {
        PlainScan scan = new PlainScan(content, id, EgressGuard::levelOf);
        return scan.vouches() && scan.isSame()
                ? objection(scan.strictest(), ceiling)
                : checkParsed(content, id, ceiling);
    }

    /** The same by a parser of all that JSON can be. */
    static Optional<String> checkParsed(byte[] content, StixId id, Ceiling ceiling) {
        try (JsonParser json = JSON.createParser(content)) {
            return json.nextToken() == JsonToken.START_OBJECT
                    ? checkObject(json, id, ceiling)
                    : Optional.of("The content is not an object");
        } catch (IOException broken) {
            return Optional.of("The content is not readable JSON");
        }
    }

    private static Optional<String> checkObject(JsonParser json, StixId id, Ceiling ceiling) throws IOException {
        int depth = 1;
        boolean sameId = false;
        while (depth > 0) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return Optional.of("The content ends early");
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else if (token == JsonToken.VALUE_STRING) {
                boolean isId = depth == 1 && "id".equals(json.currentName());
                sameId |= isId && json.getText().equalsIgnoreCase(id.toString());
                Optional<String> objection = isId ? Optional.empty() : checkMarking(json, ceiling);
                if (objection.isPresent()) {
                    return objection;
                }
            }
        }
        if (json.nextToken() != null) {
            return Optional.of("The content holds more than one value");
        }
        return sameId ? Optional.empty() : Optional.of("The content is another object than the one released");
    }

    /** What a view tells of what it is to hide, in words without content; nothing when it may go. */
    static Optional<String> checkHidden(byte[] content, Hidden hidden) {
        if (hidden.isNothing()) {
            return Optional.empty();
        }
        List<Pattern> ids = Stream.concat(hidden.id().map(StixId::toString).stream(), hidden.creator().stream())
                .map(id -> Pattern.compile(Pattern.quote(id), FOLDED))
                .toList();
        List<Pattern> names = hidden.names().stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .map(EgressGuard::nameOf)
                .toList();
        try (JsonParser json = JSON.createParser(content)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                boolean text = token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME;
                String written = text ? json.getText() : "";
                if (ids.stream().anyMatch(id -> id.matcher(written).find())) {
                    return Optional.of("An id that the view hides stands in it");
                }
                boolean named = !ID.matcher(written).matches()
                        && names.stream().anyMatch(name -> name.matcher(written).find());
                if (named) {
                    return Optional.of("The submitter that the view hides is named in it");
                }
            }
        } catch (IOException unreadable) {
            return Optional.of("The content is not readable JSON");
        }
        return Optional.empty();
    }

    /** A short name only as a word of its own: inside others it stands by chance. */
    private static Pattern nameOf(String name) {
        String quoted = Pattern.quote(name);
        return Pattern.compile(
                name.length() > 5 ? quoted : "(?<![\\p{L}\\p{Nd}])" + quoted + "(?![\\p{L}\\p{Nd}])", FOLDED);
    }

    /**
     * A marking counts at whatever depth it stands, an embedded object's too. Other text does not: an id quoted in a description
     * marks nothing, and would let a submitter stop its readers' feeds.
     */
    private static Optional<String> checkMarking(JsonParser json, Ceiling ceiling) throws IOException {
        return objection(levelAt(json), ceiling);
    }

    private static Optional<String> objection(int level, Ceiling ceiling) {
        if (level < 0) {
            return Optional.empty();
        }
        if (level > ceiling.level()) {
            return Optional.of("A TLP marking in the content is above the partner's ceiling");
        }
        return level == 4 && !ceiling.named()
                ? Optional.of("The content is marked TLP:RED and the partner is not named")
                : Optional.empty();
    }

    /** The level of the marking this value is, or -1. */
    private static int levelAt(JsonParser json) throws IOException {
        String name = propertyName(json.getParsingContext());
        if (!"object_marking_refs".equals(name) && !"marking_ref".equals(name)) {
            return -1;
        }
        return levelOf(json.getText());
    }

    private static int levelOf(String marking) {
        return LEVELS.getOrDefault(marking.toLowerCase(Locale.ROOT), -1);
    }

    /** The property a value, or the list it stands in, belongs to. */
    private static @Nullable String propertyName(JsonStreamContext context) {
        return context.inArray() ? context.getParent().getCurrentName() : context.getCurrentName();
    }
}
