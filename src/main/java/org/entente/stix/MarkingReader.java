package org.entente.stix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.stix.json.JsonTape;

/**
 * Reads what a marking definition says out of its tokens.
 *
 * <p>STIX has no definition of PAP. Products write it as an extension with a property {@code pap}, as a definition type of that
 * name, as a statement that says nothing else, or in the name alone; all count, and of several the strictest. TLP has definitions of its
 * own, but products write levels that TLP 1 does not know in the same ways under ids of theirs; these count too. What should be a level and
 * cannot be read is RED.
 */
final class MarkingReader {
    private static final int NAME_LENGTH_MAX = 300;
    private static final String ACS_EXTENSION = "extension-definition--3a65884d-005a-4290-8335-cb2d778a83ce";
    private static final String TLP = "tlp";
    private static final String TLP_LABEL = "TLP:";
    private static final String OPENCTI_DEFINITION = "x_opencti_definition";
    private static final String PAP = "pap";
    private static final String PAP_LABEL = "PAP:";
    private static final String IEP = "iep";

    private final JsonTape tape;
    private final String kind;
    private final int definition;
    private final int extensions;

    private MarkingReader(JsonTape tape) {
        this.tape = tape;
        this.kind = text(tape.find(0, "definition_type"));
        this.definition = object(tape.find(0, "definition"));
        this.extensions = object(tape.find(0, "extensions"));
    }

    static MarkingDefinition read(JsonTape tape) {
        return new MarkingReader(tape).read();
    }

    private MarkingDefinition read() {
        Optional<StixId> id = StixId.tryParse(text(tape.find(0, "id")));
        Optional<Tlp> level = id.flatMap(Tlp::ofMarking);
        if (level.isPresent()) {
            return new MarkingDefinition.TlpLevel(level.get());
        }
        Optional<Tlp> tlp = statedTlp();
        Optional<Pap> pap = strictest(
                Stream.concat(id.flatMap(Pap::ofMarking).stream(), papTexts().map(MarkingReader::papOf)));
        MarkingDefinition rest = rest(id);
        return tlp.isEmpty() && pap.equals(rest.pap()) ? rest : new MarkingDefinition.Stated(tlp, pap, rest);
    }

    private static Optional<Pap> strictest(Stream<Pap> levels) {
        return levels.reduce(Pap::stricter);
    }

    /** What it says besides levels; one that is made for PAP says nothing else. */
    private MarkingDefinition rest(Optional<StixId> id) {
        if (has(ACS_EXTENSION)) {
            return new MarkingDefinition.Acs();
        }
        if (kind.equalsIgnoreCase(IEP) || extended("iep_version").findAny().isPresent()) {
            return new MarkingDefinition.Iep();
        }
        Optional<Pap> read = strictest(Stream.concat(
                id.flatMap(Pap::ofMarking).stream(), papTexts().flatMap(text -> Pap.ofLabel(text).stream())));
        if (read.isPresent()) {
            return new MarkingDefinition.PapLevel(read.get());
        }
        if (kind.equals("statement") && definition != JsonTape.NONE) {
            return new MarkingDefinition.Statement(text(tape.find(definition, "statement")));
        }
        return new MarkingDefinition.Other(kind.isEmpty() ? extensionName() : kind);
    }

    private Optional<Tlp> statedTlp() {
        return Stream.concat(labels(), values(TLP).map(level -> TLP_LABEL + level))
                .map(MarkingReader::tlpLabelled)
                .flatMap(Optional::stream)
                .reduce(Tlp::stricter);
    }

    private static Optional<Tlp> tlpLabelled(String text) {
        String label = text.strip().toUpperCase(Locale.ROOT);
        if (!label.startsWith(TLP_LABEL)) {
            return Optional.empty();
        }
        String level = label.substring(TLP_LABEL.length()).strip();
        return Optional.of(Tlp.ofLabel(level).orElse(Tlp.RED));
    }

    /** Whatever should be a level of PAP. */
    private Stream<String> papTexts() {
        Stream<String> labelled =
                labels().filter(text -> text.strip().toUpperCase(Locale.ROOT).startsWith(PAP_LABEL));
        return Stream.concat(labelled, values(PAP));
    }

    /** Where products write the label of a level, whichever protocol it is of; "" where there is none. */
    private Stream<String> labels() {
        return Stream.of(
                text(tape.find(0, "name")),
                text(tape.find(0, OPENCTI_DEFINITION)),
                definition == JsonTape.NONE ? "" : text(tape.find(definition, "statement")));
    }

    /** What a definition of this type and extensions have under this name; "" for what is no text, and for a definition without it. */
    private Stream<String> values(String protocol) {
        if (!kind.equalsIgnoreCase(protocol) || definition == JsonTape.NONE) {
            return extended(protocol);
        }
        List<String> defined = members(definition, protocol);
        return Stream.concat(defined.isEmpty() ? Stream.of("") : defined.stream(), extended(protocol));
    }

    private static Pap papOf(String label) {
        return Pap.ofLabel(label).orElse(Pap.RED);
    }

    /** What extensions have under this name. */
    private Stream<String> extended(String property) {
        List<String> values = new ArrayList<>();
        for (int key = firstExtension(); key < endOfExtensions(); key = tape.next(key + 1)) {
            if (tape.isObject(key + 1)) {
                values.addAll(members(key + 1, property));
            }
        }
        return values.stream();
    }

    private boolean has(String extension) {
        return extensions != JsonTape.NONE && tape.find(extensions, extension) != JsonTape.NONE;
    }

    private int firstExtension() {
        return extensions == JsonTape.NONE ? 0 : tape.first(extensions);
    }

    private int endOfExtensions() {
        return extensions == JsonTape.NONE ? 0 : tape.next(extensions);
    }

    private String extensionName() {
        boolean named = extensions != JsonTape.NONE && !tape.isEmpty(extensions);
        return named ? cut(tape.text(tape.first(extensions))) : "";
    }

    /** The values of a key, in whichever case it is written; "" for what is no text. */
    private List<String> members(int object, String name) {
        List<String> values = new ArrayList<>(1);
        for (int key = tape.first(object); key < tape.next(object); key = tape.next(key + 1)) {
            if (tape.text(key).equalsIgnoreCase(name)) {
                values.add(text(key + 1));
            }
        }
        return values;
    }

    private int object(int node) {
        return node != JsonTape.NONE && tape.isObject(node) ? node : JsonTape.NONE;
    }

    private String text(int node) {
        return node != JsonTape.NONE && tape.isString(node) ? tape.text(node) : "";
    }

    private static String cut(String name) {
        return name.length() > NAME_LENGTH_MAX ? name.substring(0, NAME_LENGTH_MAX) : name;
    }
}
