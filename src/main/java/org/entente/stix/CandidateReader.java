package org.entente.stix;

import java.time.Instant;
import java.util.Optional;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.entente.stix.rule.Inspection;
import org.entente.stix.rule.ObjectRules;
import org.entente.stix.rule.Timestamps;
import org.jspecify.annotations.Nullable;

/** Reads and judges the objects of one body, one after another, over one tape. */
final class CandidateReader {
    private static final int ID_LENGTH_MAX = 300;
    private static final int VERSION_LENGTH_MAX = 64;

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
        String text = tape.text(node);
        return Optional.of(text.length() > lengthMax ? text.substring(0, lengthMax) : text);
    }

    private StixObject object(Inspection in, int start, int end) {
        StixId id = id("id");
        if (id == null) {
            throw new IllegalStateException("an object without a valid id passed the rules");
        }
        int modified = tape.find(0, "modified");
        int created = tape.find(0, "created");
        int version = modified != JsonTape.NONE ? modified : created;
        int specVersion = tape.find(0, "spec_version");
        StixObject.Header header = new StixObject.Header(
                id,
                specVersion == JsonTape.NONE ? null : tape.text(specVersion),
                instant(created),
                instant(modified),
                version == JsonTape.NONE ? null : tape.text(version),
                id("created_by_ref"),
                isTrue(tape.find(0, "revoked")),
                confidence(tape.find(0, "confidence")));
        return new StixObject(tape.source(), start, end, header, in.references(), in.markings(), marking(id));
    }

    private @Nullable StixId id(String property) {
        int node = tape.find(0, property);
        return node == JsonTape.NONE ? null : StixId.read(tape.source(), tape.start(node), tape.end(node));
    }

    private @Nullable Instant instant(int node) {
        return node == JsonTape.NONE ? null : Timestamps.instant(tape.source(), tape.start(node), tape.end(node));
    }

    private boolean isTrue(int node) {
        return node != JsonTape.NONE && tape.kind(node) == JsonTape.Kind.TRUE;
    }

    private int confidence(int node) {
        return node == JsonTape.NONE ? -1 : (int) Double.parseDouble(spelling(node));
    }

    private String spelling(int node) {
        return new String(
                tape.source(),
                tape.start(node),
                tape.end(node) - tape.start(node),
                java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private @Nullable MarkingDefinition marking(StixId id) {
        return id.type().equals("marking-definition") ? MarkingReader.read(tape, id) : null;
    }
}
