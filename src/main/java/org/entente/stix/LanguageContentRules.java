package org.entente.stix;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.stix.json.JsonLimits;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.entente.stix.rule.Timestamps;

/**
 * What language content owes the object it translates (STIX 2.1 §7.1.1). To be asked of one object's translations after the other, as what is
 * translated is kept as it was read until another is; not thread safe.
 *
 * <p>Content about an object, or a version of it, that nobody has yet is fine.
 */
public final class LanguageContentRules {
    private static final int FINDINGS_MAX = 50;
    private static final JsonLimits LIMITS = new JsonLimits(1_000, Integer.MAX_VALUE, 1_000, JsonLimits.ITEMS_MAX);

    private final Map<StixObject, Original> originals = new IdentityHashMap<>();
    private Optional<StixId> translated = Optional.empty();

    /** An object that is translated, read once however many translations there are. */
    private record Original(JsonTape tape, Map<Integer, Map<String, Integer>> properties) {

        Map<String, Integer> properties(int object) {
            return properties.computeIfAbsent(object, node -> {
                Map<String, Integer> found = new HashMap<>();
                for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
                    found.put(tape.text(key), key + 1);
                }
                return found;
            });
        }
    }

    /**
     * What language content translates.
     *
     * @param id the object
     * @param version of it; empty for whichever is the newest
     */
    public record Target(StixId id, Optional<Instant> version) {

        private boolean isOneOf(StixObject object) {
            return object.id().equals(id)
                    && version.map(object.version()::equals).orElse(true);
        }
    }

    /** Nothing for anything but language content. */
    public static Optional<Target> target(StixObject content) {
        if (!content.type().equals("language-content")) {
            return Optional.empty();
        }
        JsonTape tape = tape(content);
        int modified = tape.find(0, "object_modified");
        Optional<Instant> version = modified == JsonTape.NONE
                ? Optional.empty()
                : Optional.of(Timestamps.instant(tape.source(), tape.start(modified), tape.end(modified)));
        return StixId.tryParse(tape.text(tape.find(0, "object_ref"))).map(id -> new Target(id, version));
    }

    /**
     * What is wrong with language content.
     *
     * @param objects among which its target may be; of several with one version, as observables have it that different partners sent in, one has to fit,
     *     and findings are of the first
     */
    public List<Finding> check(StixObject content, Target target, List<StixObject> objects) {
        if (!translated.equals(Optional.of(target.id()))) {
            originals.clear();
            translated = Optional.of(target.id());
        }
        List<StixObject> fitting = objects.stream().filter(target::isOneOf).toList();
        Optional<Instant> newest = fitting.stream().map(StixObject::version).max(Comparator.naturalOrder());
        JsonTape translation = tape(content);
        List<Finding> findings = List.of();
        for (StixObject object : fitting) {
            if (newest.equals(Optional.of(object.version()))) {
                List<Finding> found = new Mirroring(translation, original(object)).findings();
                if (found.isEmpty()) {
                    return found;
                }
                findings = findings.isEmpty() ? found : findings;
            }
        }
        return findings;
    }

    private Original original(StixObject object) {
        return originals.computeIfAbsent(object, any -> new Original(tape(object), new HashMap<>()));
    }

    private static JsonTape tape(StixObject object) {
        JsonTape tape = new JsonTape();
        try {
            new JsonScanner(object.bytes(), LIMITS).value(tape);
        } catch (MalformedJson impossible) {
            throw new IllegalStateException("an accepted object is well-formed", impossible);
        }
        return tape;
    }

    /** One translation beside what it translates. */
    private static final class Mirroring {
        private final JsonTape content;
        private final Original original;
        private final JsonTape target;
        private final List<Finding> findings = new ArrayList<>();

        Mirroring(JsonTape content, Original original) {
            this.content = content;
            this.original = original;
            this.target = original.tape();
        }

        List<Finding> findings() {
            languages();
            return List.copyOf(findings);
        }

        private void languages() {
            int contents = content.find(0, "contents");
            for (int language = content.first(contents);
                    language < content.next(contents);
                    language = content.next(language + 1)) {
                members(language + 1, 0, "/contents/" + content.text(language));
            }
        }

        /** Properties the target does not have are to be ignored. */
        private void members(int translation, int mirroredObject, String pointer) {
            for (int key = content.first(translation); key < content.next(translation); key = content.next(key + 1)) {
                String name = content.text(key);
                Integer mirrored = original.properties(mirroredObject).get(name);
                if (mirrored != null) {
                    mirror(
                            key + 1,
                            mirrored,
                            pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
                }
            }
        }

        private void mirror(int translation, int mirrored, String pointer) {
            if (target.isArray(mirrored)) {
                list(translation, mirrored, pointer);
            } else if (target.isObject(mirrored)) {
                if (content.isObject(translation)) {
                    members(translation, mirrored, pointer);
                } else {
                    add(pointer, "The original is an object; translate it by an object.");
                }
            } else if (target.isString(mirrored) && !content.isString(translation)) {
                add(pointer, "The original is a string; translate it by a string.");
            }
        }

        private void list(int translation, int list, String pointer) {
            if (!content.isArray(translation) || !sameLength(translation, list)) {
                add(
                        pointer,
                        "The original is a list; translate it by a list of the same length, with '' for what is not translated.");
                return;
            }
            int mirrored = target.first(list);
            for (int item = content.first(translation); item < content.next(translation); item = content.next(item)) {
                if (!content.isString(item) || !content.textEquals(item, "")) {
                    mirror(item, mirrored, pointer + "/" + content.ordinal(item));
                }
                mirrored = target.next(mirrored);
            }
        }

        /** Steps through both at once, so that a short list costs little however long the other is. */
        private boolean sameLength(int translation, int list) {
            int item = content.first(translation);
            int mirrored = target.first(list);
            while (item < content.next(translation) && mirrored < target.next(list)) {
                item = content.next(item);
                mirrored = target.next(mirrored);
            }
            return item == content.next(translation) && mirrored == target.next(list);
        }

        private void add(String pointer, String message) {
            if (findings.size() < FINDINGS_MAX) {
                findings.add(new Finding(Severity.ERROR, pointer, "translation-shape", "§7.1.1", message));
            }
        }
    }
}
