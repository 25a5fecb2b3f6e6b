package org.entente.stix;

import java.util.List;
import java.util.Optional;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.entente.stix.rule.CommonProperty;
import org.entente.stix.rule.Inspection;
import org.entente.stix.rule.ObjectRules;

/** Reads and judges the objects of one body, one after another, over one tape. */
final class CandidateReader {
    private static final int ID_LENGTH_MAX = 300;
    private static final int VERSION_LENGTH_MAX = 64;
    private static final List<CommonProperty> TEXTS = List.of(
            CommonProperty.ID,
            CommonProperty.SPEC_VERSION,
            CommonProperty.CREATED,
            CommonProperty.MODIFIED,
            CommonProperty.CREATED_BY);

    private final JsonScanner scanner;
    private final JsonTape tape;
    private final StixLimits limits;

    CandidateReader(JsonScanner scanner, JsonTape tape, StixLimits limits) {
        this.scanner = scanner;
        this.tape = tape;
        this.limits = limits;
    }

    /** Reads the next value, whatever it is, as the object at this place. */
    Candidate read(int index) throws MalformedJson {
        scanner.peek();
        int start = scanner.offset();
        scanner.value(tape);
        int end = scanner.offset();
        Inspection in = new Inspection(tape, limits);
        in.flaws(scanner.flaws());
        if (end - start > limits.objectBytes()) {
            in.refuse(
                    "object-limit", "limit", "The object is longer than " + limits.objectBytes() + " bytes; split it.");
        } else {
            ObjectRules.check(in);
        }
        if (in.failed()) {
            return new Candidate.Invalid(index, text("id", ID_LENGTH_MAX), version(), in.findings());
        }
        return new Candidate.Valid(index, object(in, start, end), in.findings());
    }

    private Optional<String> version() {
        return text("modified", VERSION_LENGTH_MAX).or(() -> text("created", VERSION_LENGTH_MAX));
    }

    private Optional<String> text(String property, int lengthMax) {
        int node = tape.isObject(0) ? tape.find(0, property) : JsonTape.NONE;
        if (node == JsonTape.NONE || !tape.isString(node)) {
            return Optional.empty();
        }
        return Optional.of(cut(tape.text(node), lengthMax));
    }

    /** Never between the halves of a surrogate pair, which could not be written as UTF-8. */
    private static String cut(String text, int lengthMax) {
        if (text.length() <= lengthMax) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(lengthMax - 1));
        return text.substring(0, splits ? lengthMax - 1 : lengthMax);
    }

    private StixObject object(Inspection in, int start, int end) {
        String type = tape.text(tape.find(0, "type"));
        PropertyReader properties = new PropertyReader(tape);
        StixObject.Builder parts = new StixObject.Builder(tape.source(), start, end)
                .revoked(isTrue(in.common(CommonProperty.REVOKED)))
                .confidence(confidence(in.common(CommonProperty.CONFIDENCE)))
                .references(in.references())
                .markings(in.markings())
                .members(properties.members(type))
                .topics(properties.topics(type))
                .granularMarkings(properties.granularMarkings())
                .markingDefinition(type.equals("marking-definition") ? MarkingReader.read(tape) : null);
        for (CommonProperty property : TEXTS) {
            int node = in.common(property);
            if (node != JsonTape.NONE) {
                parts.header(property, tape.start(node), tape.end(node));
            }
        }
        return parts.build();
    }

    private boolean isTrue(int node) {
        return node != JsonTape.NONE && tape.kind(node) == JsonTape.Kind.TRUE;
    }

    private int confidence(int node) {
        return node == JsonTape.NONE ? -1 : (int) Double.parseDouble(tape.text(node));
    }
}
