package org.entente.stix;

import java.util.Optional;
import org.entente.stix.json.JsonTape;

/** Reads what a marking definition says out of its tokens. */
final class MarkingReader {
    private static final int NAME_LENGTH_MAX = 300;

    private MarkingReader() {}

    static MarkingDefinition read(JsonTape tape) {
        Optional<Tlp> level = StixId.tryParse(text(tape, tape.find(0, "id"))).flatMap(Tlp::ofMarking);
        if (level.isPresent()) {
            return new MarkingDefinition.TlpLevel(level.get());
        }
        String kind = text(tape, tape.find(0, "definition_type"));
        int definition = tape.find(0, "definition");
        if (kind.equals("statement") && definition != JsonTape.NONE && tape.isObject(definition)) {
            return new MarkingDefinition.Statement(text(tape, tape.find(definition, "statement")));
        }
        return new MarkingDefinition.Other(kind.isEmpty() ? extensionName(tape) : kind);
    }

    private static String extensionName(JsonTape tape) {
        int extensions = tape.find(0, "extensions");
        boolean named = extensions != JsonTape.NONE && tape.isObject(extensions) && !tape.isEmpty(extensions);
        return named ? cut(tape.text(tape.first(extensions))) : "";
    }

    private static String text(JsonTape tape, int node) {
        return node != JsonTape.NONE && tape.isString(node) ? tape.text(node) : "";
    }

    private static String cut(String name) {
        return name.length() > NAME_LENGTH_MAX ? name.substring(0, NAME_LENGTH_MAX) : name;
    }
}
