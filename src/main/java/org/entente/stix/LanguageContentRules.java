package org.entente.stix;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.entente.stix.json.JsonLimits;
import org.entente.stix.json.JsonScanner;
import org.entente.stix.json.JsonTape;
import org.entente.stix.json.MalformedJson;
import org.entente.stix.rule.Timestamps;

/**
 * What language content owes the object it translates (STIX 2.1 §7.1.1), as a pure function.
 *
 * <p>Content about an object, or a version of it, that nobody has yet is fine.
 */
public final class LanguageContentRules {
    private static final int FINDINGS_MAX = 50;
    private static final JsonLimits LIMITS = new JsonLimits(1_000, Integer.MAX_VALUE, 1_000, JsonLimits.ITEMS_MAX);

    private final JsonTape content;
    private final JsonTape target;
    private final Map<Integer, Map<String, Integer>> properties = new HashMap<>();
    private final List<Finding> findings = new ArrayList<>();

    private LanguageContentRules(JsonTape content, JsonTape target) {
        this.content = content;
        this.target = target;
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
     * @param objects among which its target may be
     */
    public static List<Finding> check(StixObject content, List<StixObject> objects) {
        return target(content)
                .flatMap(target ->
                        objects.stream().filter(target::isOneOf).max(Comparator.comparing(StixObject::version)))
                .map(original -> {
                    LanguageContentRules rules = new LanguageContentRules(tape(content), tape(original));
                    rules.languages();
                    return List.copyOf(rules.findings);
                })
                .orElse(List.of());
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

    private void languages() {
        int contents = content.find(0, "contents");
        for (int language = content.first(contents);
                language < content.next(contents);
                language = content.next(language + 1)) {
            members(language + 1, 0, "/contents/" + content.text(language));
        }
    }

    /** Properties the target does not have are to be ignored. */
    private void members(int translation, int original, String pointer) {
        for (int key = content.first(translation); key < content.next(translation); key = content.next(key + 1)) {
            String name = content.text(key);
            Integer mirrored = properties(original).get(name);
            if (mirrored != null) {
                mirror(
                        key + 1,
                        mirrored,
                        pointer + "/" + name.replace("~", "~0").replace("/", "~1"));
            }
        }
    }

    /** The properties of an object of the target, gone through once however many languages and properties ask. */
    private Map<String, Integer> properties(int object) {
        return properties.computeIfAbsent(object, node -> {
            Map<String, Integer> found = new HashMap<>();
            for (int key = target.first(node); key < target.next(node); key = target.next(key + 1)) {
                found.put(target.text(key), key + 1);
            }
            return found;
        });
    }

    private void mirror(int translation, int original, String pointer) {
        if (target.isArray(original)) {
            list(translation, original, pointer);
        } else if (target.isObject(original)) {
            if (content.isObject(translation)) {
                members(translation, original, pointer);
            } else {
                add(pointer, "The original is an object; translate it by an object.");
            }
        } else if (target.isString(original) && !content.isString(translation)) {
            add(pointer, "The original is a string; translate it by a string.");
        }
    }

    private void list(int translation, int original, String pointer) {
        if (!content.isArray(translation) || !sameLength(translation, original)) {
            add(
                    pointer,
                    "The original is a list; translate it by a list of the same length, with '' for what is not translated.");
            return;
        }
        int mirrored = target.first(original);
        for (int item = content.first(translation); item < content.next(translation); item = content.next(item)) {
            mirror(item, mirrored, pointer + "/" + content.ordinal(item));
            mirrored = target.next(mirrored);
        }
    }

    /** Steps through both at once, so that a short list costs little however long the other is. */
    private boolean sameLength(int translation, int original) {
        int item = content.first(translation);
        int mirrored = target.first(original);
        while (item < content.next(translation) && mirrored < target.next(original)) {
            item = content.next(item);
            mirrored = target.next(mirrored);
        }
        return item == content.next(translation) && mirrored == target.next(original);
    }

    private void add(String pointer, String message) {
        if (findings.size() < FINDINGS_MAX) {
            findings.add(new Finding(Severity.ERROR, pointer, "translation-shape", "§7.1.1", message));
        }
    }
}
