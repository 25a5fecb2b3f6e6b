package org.entente.stix.rule;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.entente.stix.json.Canonicalizer;
import org.entente.stix.json.JsonTape;
import org.jspecify.annotations.Nullable;

/** Deterministic ids of observables (STIX 2.1 §2.9, §3.4): UUIDv5 over their id-contributing properties. */
public final class ObservableIds {
    private static final UUID NAMESPACE = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");
    private static final int UUID_LENGTH = 36;

    /** The id-contributing properties of each type; the types left out have none. */
    private static final Map<String, List<String>> CONTRIBUTING = Map.ofEntries(
            Map.entry("artifact", List.of("hashes", "payload_bin")),
            Map.entry("autonomous-system", List.of("number")),
            Map.entry("directory", List.of("path")),
            Map.entry("domain-name", List.of("value")),
            Map.entry("email-addr", List.of("value")),
            Map.entry("email-message", List.of("from_ref", "subject", "body")),
            Map.entry("file", List.of("hashes", "name", "extensions", "parent_directory_ref")),
            Map.entry("ipv4-addr", List.of("value")),
            Map.entry("ipv6-addr", List.of("value")),
            Map.entry("mac-addr", List.of("value")),
            Map.entry("mutex", List.of("name")),
            Map.entry(
                    "network-traffic",
                    List.of("start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions")),
            Map.entry("software", List.of("name", "cpe", "swid", "vendor", "version")),
            Map.entry("url", List.of("value")),
            Map.entry("user-account", List.of("account_type", "user_id", "account_login")),
            Map.entry("windows-registry-key", List.of("key", "values")),
            Map.entry("x509-certificate", List.of("hashes", "serial_number")));

    private static final List<String> PREFERRED_HASHES = List.of("MD5", "SHA-1", "SHA-256", "SHA-512");

    private ObservableIds() {}

    /** The UUID the standard gives an observable; null for a type without contributing properties, or if it has none of them. */
    public static @Nullable UUID of(JsonTape tape, int object, String type) {
        TreeMap<String, Integer> present = new TreeMap<>();
        for (String name : CONTRIBUTING.getOrDefault(type, List.of())) {
            int value = tape.find(object, name);
            if (value != JsonTape.NONE) {
                present.put(name, value);
            }
        }
        return present.isEmpty() ? null : uuid(name(tape, present));
    }

    private static byte[] name(JsonTape tape, Map<String, Integer> present) {
        Canonicalizer out = new Canonicalizer(tape);
        String separator = "{";
        for (Map.Entry<String, Integer> property : present.entrySet()) {
            out.raw(separator).string(property.getKey());
            out.raw(":");
            if (property.getKey().equals("hashes") && tape.isObject(property.getValue())) {
                oneHash(tape, property.getValue(), out);
            } else {
                out.value(property.getValue());
            }
            separator = ",";
        }
        return out.raw("}").bytes();
    }

    private static void oneHash(JsonTape tape, int hashes, Canonicalizer out) {
        int value = JsonTape.NONE;
        for (int i = 0; i < PREFERRED_HASHES.size() && value == JsonTape.NONE; i++) {
            value = tape.find(hashes, PREFERRED_HASHES.get(i));
        }
        if (value == JsonTape.NONE && !tape.isEmpty(hashes)) {
            value = tape.first(hashes) + 1;
        }
        if (value == JsonTape.NONE) {
            out.raw("{}");
            return;
        }
        out.raw("{").value(value - 1);
        out.raw(":").value(value);
        out.raw("}");
    }

    private static UUID uuid(byte[] name) {
        MessageDigest digest = sha1();
        digest.update(ByteBuffer.allocate(16)
                .putLong(NAMESPACE.getMostSignificantBits())
                .putLong(NAMESPACE.getLeastSignificantBits())
                .array());
        ByteBuffer hash = ByteBuffer.wrap(digest.digest(name));
        long high = hash.getLong() & 0xFFFF_FFFF_FFFF_0FFFL | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java platform has SHA-1", missing);
        }
    }

    /** As a rule of observables: the id should be the deterministic one, or random where nothing contributes. */
    static void check(Inspection in, Fields fields) {
        JsonTape tape = in.tape();
        int id = fields.of("id");
        if (in.container() != null || in.failed()) {
            return;
        }
        String type = Ids.typeOfValid(tape, id);
        UUID expected = of(tape, fields.object(), type);
        int version = Ids.uuidVersion(tape, id);
        if (expected == null) {
            if (version != 4) {
                notRandom(in, id, type);
            }
        } else if (!isSame(tape, id, expected)) {
            in.warn(
                    id,
                    Rule.DETERMINISTIC_ID,
                    in.quote(id) + " should be the deterministic id, which ends in " + expected + ".");
        } else {
            unversioned(in, fields);
        }
    }

    /** Of a process the standard only asks for version 4; what contributes to custom observables their extensions say. */
    private static void notRandom(Inspection in, int id, String type) {
        String message = "Nothing in this observable contributes to an id; use a UUID of version 4.";
        if (CONTRIBUTING.containsKey(type)) {
            in.error(id, Rule.UUID_RANDOM, message);
        } else if (KnownTypes.OBSERVABLE.contains(type)) {
            in.warn(id, Rule.UUID_RANDOM, message);
        }
    }

    private static boolean isSame(JsonTape tape, int id, UUID expected) {
        String text = tape.text(id);
        return text.regionMatches(true, text.length() - UUID_LENGTH, expected.toString(), 0, UUID_LENGTH);
    }

    private static void unversioned(Inspection in, Fields fields) {
        for (String property : List.of("created_by_ref", "created", "modified", "revoked")) {
            if (fields.has(property)) {
                in.error(
                        fields.of(property),
                        Rule.OBSERVABLE_VERSIONED,
                        "An observable with a deterministic id has no versions; leave " + property + " out.");
            }
        }
    }
}
