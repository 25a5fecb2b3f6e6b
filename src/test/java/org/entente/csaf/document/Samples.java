package org.entente.csaf.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;

/** A small document that keeps every rule, and ways to break one. */
public final class Samples {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String SOUND = """
            {"document": {
               "category": "csaf_security_advisory", "csaf_version": "2.0", "title": "Flaw in the gateway", "lang": "en",
               "distribution": {"tlp": {"label": "WHITE"}},
               "publisher": {"category": "coordinator", "name": "CERT XA", "namespace": "https://cert.example"},
               "references": [{"category": "external", "summary": "More", "url": "https://cert.example/more"}],
               "notes": [{"category": "summary", "text": "In short."}],
               "tracking": {"id": "XA-2026-0001", "status": "final", "version": "1",
                 "initial_release_date": "2026-05-04T10:00:00Z", "current_release_date": "2026-05-04T10:00:00Z",
                 "revision_history": [{"date": "2026-05-04T10:00:00Z", "number": "1", "summary": "First."}]}},
             "product_tree": {
               "branches": [{"category": "vendor", "name": "Maker", "branches": [
                 {"category": "product_version", "name": "1.0", "product": {"name": "Gateway 1.0", "product_id": "P1"}}]}],
               "full_product_names": [{"name": "Gateway 2.0", "product_id": "P2"}, {"name": "Appliance", "product_id": "P3"}],
               "product_groups": [{"group_id": "G1", "product_ids": ["P1", "P2"]}],
               "relationships": [{"category": "installed_on", "product_reference": "P1", "relates_to_product_reference": "P3",
                 "full_product_name": {"name": "Gateway on the appliance", "product_id": "P4"}}]},
             "vulnerabilities": [{
               "cve": "CVE-2026-1234", "cwe": {"id": "CWE-79",
                 "name": "Improper Neutralization of Input During Web Page Generation ('Cross-site Scripting')"},
               "notes": [{"category": "description", "text": "It lets anybody in."}],
               "product_status": {"known_affected": ["P1"], "fixed": ["P2"]},
               "scores": [{"products": ["P1"], "cvss_v3": {"version": "3.1", "baseScore": 9.8, "baseSeverity": "CRITICAL",
                 "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "attackVector": "NETWORK"}}],
               "remediations": [{"category": "vendor_fix", "details": "Update.", "group_ids": ["G1"]}]}]}
            """;

    private Samples() {}

    public static ObjectNode sound() {
        return (ObjectNode) json(SOUND);
    }

    /** The sound document with the value at this pointer replaced, added, or removed where it is empty. */
    public static ObjectNode with(String pointer, String value) {
        return with(sound(), pointer, value);
    }

    public static ObjectNode with(ObjectNode document, String pointer, String value) {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = document.at(pointer.substring(0, slash));
        String name = pointer.substring(slash + 1);
        if (parent instanceof ArrayNode array) {
            if (name.equals("-")) {
                array.add(json(value));
            } else {
                array.set(Integer.parseInt(name), json(value));
            }
        } else if (value.isEmpty()) {
            ((ObjectNode) parent).remove(name);
        } else {
            ((ObjectNode) parent).set(name, json(value));
        }
        return document;
    }

    public static byte[] bytes(JsonNode document) {
        return document.toString().getBytes(StandardCharsets.UTF_8);
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException wrong) {
            throw new IllegalArgumentException(text, wrong);
        }
    }
}
