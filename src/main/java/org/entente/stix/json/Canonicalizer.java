package org.entente.stix.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Writes tape nodes in the canonical form of RFC 8785. */
public final class Canonicalizer {
    /** Generous, since what is canonicalized was accepted under narrower limits or is our own. */
    private static final JsonLimits LIMITS = new JsonLimits(1_000, Integer.MAX_VALUE, 1_000, JsonLimits.ITEMS_MAX);

    /** RFC 8785 takes integers beyond 2^53 as doubles; depth and size are the caller's to bound. */
    private static final Set<Flaw.Kind> ALLOWED = Set.of(Flaw.Kind.NUMBER_RANGE, Flaw.Kind.NUL_CHARACTER);

    private final JsonTape tape;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    public Canonicalizer(JsonTape tape) {
        this.tape = tape;
    }

    /** The canonical bytes of one JSON value, or {@link IllegalArgumentException}. */
    public static byte[] canonical(byte[] json) {
        Canonicalizer canonicalizer = new Canonicalizer(read(json));
        canonicalizer.value(0);
        return canonicalizer.bytes();
    }

    /**
     * The same of an object, without those of its own members that have these values.
     *
     * @param values canonical, by name
     */
    public static byte[] canonicalWithout(Map<String, String> values, byte[] json) {
        JsonTape tape = read(json);
        Canonicalizer canonicalizer = new Canonicalizer(tape);
        canonicalizer.object(
                0,
                (name, node) ->
                        values.containsKey(name) && canonical(tape, node).equals(values.get(name)));
        return canonicalizer.bytes();
    }

    private static String canonical(JsonTape tape, int node) {
        Canonicalizer canonicalizer = new Canonicalizer(tape);
        canonicalizer.value(node);
        return new String(canonicalizer.bytes(), StandardCharsets.UTF_8);
    }

    private static JsonTape read(byte[] json) {
        JsonTape tape = new JsonTape();
        JsonScanner scanner = new JsonScanner(json, LIMITS);
        try {
            scanner.value(tape);
            scanner.requireEnd();
        } catch (MalformedJson broken) {
            throw new IllegalArgumentException(
                    "not JSON: " + broken.getMessage() + " at byte " + broken.offset(), broken);
        }
        for (Flaw flaw : scanner.flaws()) {
            if (!ALLOWED.contains(flaw.kind())) {
                throw new IllegalArgumentException(
                        "no canonical form: " + flaw.kind().advice());
            }
        }
        return tape;
    }

    /** What was written so far. */
    public byte[] bytes() {
        return out.toByteArray();
    }

    /** Writes plain ASCII as it is. */
    public Canonicalizer raw(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            out.write(ascii.charAt(i));
        }
        return this;
    }

    /** Writes a node and what it contains. */
    public void value(int node) {
        switch (tape.kind(node)) {
            case OBJECT -> object(node, (name, value) -> false);
            case ARRAY -> array(node);
            case STRING, KEY -> string(tape.text(node));
            case NUMBER ->
                raw(EcmaNumber.text(NumberScanner.asDouble(tape.source(), tape.start(node), tape.end(node))));
            case TRUE -> raw("true");
            case FALSE -> raw("false");
            case NULL, UNREAD -> raw("null");
        }
    }

    private void object(int node, BiPredicate<String, Integer> leftOut) {
        TreeMap<String, Integer> members = new TreeMap<>();
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            String name = tape.text(key);
            if (!leftOut.test(name, key + 1)) {
                members.put(name, key + 1);
            }
        }
        char separator = '{';
        for (var member : members.entrySet()) {
            out.write(separator);
            separator = ',';
            string(member.getKey());
            out.write(':');
            value(member.getValue());
        }
        raw(members.isEmpty() ? "{}" : "}");
    }

    private void array(int node) {
        char separator = '[';
        for (int child = tape.first(node); child < tape.next(node); child = tape.next(child)) {
            out.write(separator);
            separator = ',';
            value(child);
        }
        raw(tape.isEmpty(node) ? "[]" : "]");
    }

    /** Writes text as a canonical string. */
    public void string(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            switch (unit) {
                case '"' -> escaped.append("\\\"");
                case '\\' -> escaped.append("\\\\");
                case '\b' -> escaped.append("\\b");
                case '\f' -> escaped.append("\\f");
                case '\n' -> escaped.append("\\n");
                case '\r' -> escaped.append("\\r");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (unit < 0x20) {
                        escaped.append(String.format("\\u%04x", (int) unit));
                    } else {
                        escaped.append(unit);
                    }
                }
            }
        }
        byte[] utf8 = escaped.append('"').toString().getBytes(StandardCharsets.UTF_8);
        out.write(utf8, 0, utf8.length);
    }
}
