package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.References.fromObservable;

import java.util.List;
import java.util.Set;
import org.entente.stix.json.JsonTape;

/** E-mail addresses and messages (STIX 2.1 §6.5, §6.6). */
final class MailShapes {
    private static final Check MAILBOX = fromObservable("email-addr");
    private static final Set<String> OWN_HEADERS = Set.of(
            "date",
            "received_lines",
            "content_type",
            "from_ref",
            "sender_ref",
            "to_refs",
            "cc_refs",
            "bcc_refs",
            "subject");

    private MailShapes() {}

    static List<Shape> all() {
        return List.of(address(), message());
    }

    private static Shape address() {
        return Common.observable("email-addr", "§6.5")
                .required("value", Domains.EMAIL)
                .optional("display_name", STRING)
                .optional("belongs_to_ref", fromObservable("user-account"))
                .build();
    }

    private static Shape message() {
        return Common.observable("email-message", "§6.6")
                .required("is_multipart", BOOLEAN)
                .optional("date", TIMESTAMP)
                .optionals(STRING, "content_type", "message_id", "subject", "body")
                .optionals(MAILBOX, "from_ref", "sender_ref")
                .optionals(list(MAILBOX), "to_refs", "cc_refs", "bcc_refs")
                .optional("received_lines", STRINGS)
                .optional(
                        "additional_header_fields",
                        Dictionaries.of(MailShapes::headerValue).and(MailShapes::headerNames))
                .optional("body_multipart", list(part().asCheck()))
                .optional("raw_email_ref", fromObservable("artifact"))
                .rule(Together.excludes("is_multipart", true, "body"))
                .rule(Together.excludes("is_multipart", false, "body_multipart"))
                .build();
    }

    private static Shape part() {
        return Shape.of("email-mime-part-type", "§6.6.2")
                .optionals(STRING, "body", "content_type", "content_disposition")
                .optional("body_raw_ref", fromObservable("artifact", "file"))
                .rule(Together.exactlyOne("body", "body_raw_ref"))
                .build();
    }

    /** A list of strings; a single string, as the standard's own example has it, is let pass with a warning. */
    private static void headerValue(Inspection in, int node) {
        if (in.tape().isString(node)) {
            in.warn(node, Rule.HEADER_VALUE, "A header field is given as a string; write a list of strings.");
        } else {
            STRINGS.check(in, node);
        }
    }

    private static void headerNames(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (!tape.isObject(node)) {
            return;
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            if (OWN_HEADERS.contains(tape.text(key))) {
                in.error(key, Rule.DICTIONARY_KEY, in.quote(key) + " has a property of its own; give it there.");
            }
        }
    }
}
