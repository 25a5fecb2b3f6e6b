package org.entente.stix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.stix.StixReader.BodyKind;
import org.entente.stix.json.Flaw;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** What is wrong with a bundle or an envelope itself. */
final class BodyFindings {
    private final BodyKind kind;
    private final StixLimits limits;
    private final List<Finding> findings = new ArrayList<>();
    /** The rule that a bare object breaks where an envelope is expected. Taken for one without objects it would be lost silently. */
    static final String NO_ENVELOPE = "no-envelope";

    private final Set<String> seen = new HashSet<>();
    private @Nullable Finding unreadable;
    private boolean more;

    BodyFindings(BodyKind kind, StixLimits limits) {
        this.kind = kind;
        this.limits = limits;
    }

    static Finding malformed(byte[] body, MalformedJson broken) {
        int line = 1;
        int lineStart = 0;
        for (int i = 0; i < broken.offset(); i++) {
            if (body[i] == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        String place = " at line " + line + ", column " + (broken.offset() - lineStart + 1) + " (byte "
                + broken.offset() + ").";
        return new Finding(
                Severity.ERROR, "", "json-syntax", "RFC 8259", "The body is not JSON: " + broken.getMessage() + place);
    }

    /** A key of the outer object; naming {@code objects} twice leaves unclear which one counts. */
    void key(String name, List<Flaw> flaws) {
        flaws("", flaws);
        if (!seen.add(name)) {
            unreadable = error("", "duplicate-key", "RFC 7493", "The body names the same key twice; keep one of them.");
        }
    }

    void value(String name, JsonTape tape, List<Flaw> flaws) {
        flaws("/" + (name.length() > 64 ? "" : name), flaws);
        boolean string = tape.isString(0);
        switch (name) {
            case "objects" ->
                unreadable = error("/objects", "value-type", section(), "objects is not a list; send one.");
            case "more" -> more = tape.kind(0) == JsonTape.Kind.TRUE;
            case "type" -> {
                if (kind == BodyKind.BUNDLE && !(string && tape.textEquals(0, "bundle"))) {
                    unreadable = error(
                            "/type", "bundle-type", "§8.1", "The type of the body is not 'bundle'; send a bundle.");
                }
            }
            case "id" -> bundleId(string ? tape.text(0) : "");
            case "object_marking_refs", "granular_markings" ->
                unreadable = error(
                        "/" + name,
                        "body-marking",
                        section(),
                        name + " of a body marks none of its objects; put the markings on each of them.");
            default -> {}
        }
    }

    private void bundleId(String text) {
        if (kind != BodyKind.BUNDLE) {
            return;
        }
        boolean fits =
                StixId.tryParse(text).map(id -> id.type().equals("bundle")).orElse(false);
        if (!fits) {
            add(error("/id", "id-syntax", "§8.1", "The id of the bundle is not 'bundle--' and a UUID; give it one."));
        }
    }

    void emptyObjects() {
        if (kind == BodyKind.BUNDLE) {
            add(error("/objects", "empty-list", "§2.12", "objects is empty; leave it out or give it an object."));
        }
    }

    private void flaws(String pointer, List<Flaw> flaws) {
        for (Flaw flaw : flaws) {
            add(error(
                    pointer,
                    flaw.kind().rule(),
                    "RFC 7493",
                    "In the body, " + flaw.kind().advice() + "."));
        }
    }

    private void add(Finding finding) {
        if (findings.size() < limits.findings()) {
            findings.add(finding);
        }
    }

    private String section() {
        return kind == BodyKind.BUNDLE ? "§8.1" : "TAXII §3.7";
    }

    private static Finding error(String pointer, String rule, String section, String message) {
        return new Finding(Severity.ERROR, pointer, rule, section, message);
    }

    /** Why no object can be trusted, if so. */
    Optional<Finding> unreadable() {
        if (unreadable == null && kind == BodyKind.BUNDLE && !seen.contains("type")) {
            return Optional.of(error("", "bundle-type", "§8.1", "The body has no type; send a bundle."));
        }
        if (unreadable == null && kind == BodyKind.ENVELOPE && !seen.contains("objects")) {
            String what = seen.contains("type") ? "The body is an object and no envelope" : "The body has no objects";
            return Optional.of(
                    error("", NO_ENVELOPE, "TAXII §3.7", what + ": send {\"objects\": […]} with the objects in it."));
        }
        return Optional.ofNullable(unreadable);
    }

    boolean more() {
        return more;
    }

    /** Findings of the body, complete once it is read to the end. */
    List<Finding> all() {
        if (kind == BodyKind.BUNDLE && !seen.contains("id")) {
            add(error("", "required-property", "§8.1", "The property id is missing; a bundle requires it."));
        }
        return findings;
    }
}
