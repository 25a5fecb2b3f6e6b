package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.INTEGER;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.STRINGS;
import static org.entente.stix.rule.Checks.TIMESTAMP;
import static org.entente.stix.rule.Checks.integer;
import static org.entente.stix.rule.Checks.list;
import static org.entente.stix.rule.References.fromObservable;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.entente.stix.json.JsonTape;

/** Addresses, names and traffic of networks (STIX 2.1 §6.2, §6.4, §6.8 to §6.10, §6.12, §6.15). */
final class NetworkShapes {
    private static final Check PORT = integer(0, 65_535);

    /** The text says positive; none is let pass, since traffic in one direction only is common. */
    private static final Check COUNT = Checks.atLeast(0);

    private static final Check ENDPOINT = fromObservable("ipv4-addr", "ipv6-addr", "mac-addr", "domain-name");
    private static final Check PAYLOAD = fromObservable("artifact");
    private static final Pattern SOCKET_OPTION =
            Pattern.compile("(SO|ICMP|ICMP6|IP|IPV6|MCAST|TCP|IRLMP)(_[A-Z0-9]+)+");
    private static final int KEY_LENGTH_MAX = 250;

    private NetworkShapes() {}

    static List<Shape> all() {
        return List.of(
                Common.observable("autonomous-system", "§6.2")
                        .required("number", INTEGER)
                        .optional("name", STRING)
                        .optional("rir", STRING)
                        .build(),
                Common.observable("domain-name", "§6.4")
                        .required("value", Domains.DOMAIN)
                        .optional("resolves_to_refs", list(fromObservable("ipv4-addr", "ipv6-addr", "domain-name")))
                        .build(),
                address("ipv4-addr", "§6.8", Addresses.IPV4),
                address("ipv6-addr", "§6.9", Addresses.IPV6),
                Common.observable("mac-addr", "§6.10")
                        .required("value", Addresses.MAC)
                        .build(),
                traffic(),
                Common.observable("url", "§6.15").required("value", Uris.URI).build());
    }

    private static Shape address(String type, String section, Check value) {
        return Common.observable(type, section)
                .required("value", value)
                .optional("resolves_to_refs", list(fromObservable("mac-addr")))
                .optional("belongs_to_refs", list(fromObservable("autonomous-system")))
                .build();
    }

    private static Shape traffic() {
        return Common.observable("network-traffic", "§6.12")
                .optional("start", TIMESTAMP)
                .optional("end", TIMESTAMP)
                .optional("is_active", BOOLEAN)
                .optionals(ENDPOINT, "src_ref", "dst_ref")
                .optionals(PORT, "src_port", "dst_port")
                .required("protocols", STRINGS)
                .optionals(COUNT, "src_byte_count", "dst_byte_count", "src_packets", "dst_packets")
                .optional("ipfix", Dictionaries.of(Checks.STRING_OR_INTEGER))
                .optionals(PAYLOAD, "src_payload_ref", "dst_payload_ref")
                .optional("encapsulates_refs", list(fromObservable("network-traffic")))
                .optional("encapsulated_by_ref", fromObservable("network-traffic"))
                .rule(Together.atLeastOne("src_ref", "dst_ref"))
                .rule(Together.excludes("is_active", true, "end"))
                .rule(Common.notBefore("start", "end"))
                .build();
    }

    static Map<String, Shape> extensions() {
        return Map.of("http-request-ext", http(), "icmp-ext", icmp(), "socket-ext", socket(), "tcp-ext", tcp());
    }

    private static Shape http() {
        return Shape.of("http-request-ext", "§6.12.2")
                .required("request_method", STRING)
                .required("request_value", STRING)
                .optional("request_version", STRING)
                .optional("request_header", Dictionaries.of(STRINGS))
                .optional("message_body_length", INTEGER)
                .optional("message_body_data_ref", PAYLOAD)
                .build();
    }

    private static Shape icmp() {
        return Shape.of("icmp-ext", "§6.12.3")
                .required("icmp_type_hex", Hex.OCTETS)
                .required("icmp_code_hex", Hex.OCTETS)
                .build();
    }

    private static Shape socket() {
        return Shape.of("socket-ext", "§6.12.4")
                .required(
                        "address_family",
                        Checks.enumeration(
                                "network-socket-address-family-enum",
                                "AF_UNSPEC",
                                "AF_INET",
                                "AF_IPX",
                                "AF_APPLETALK",
                                "AF_NETBIOS",
                                "AF_INET6",
                                "AF_IRDA",
                                "AF_BTH"))
                .optionals(BOOLEAN, "is_blocking", "is_listening")
                .optional("options", Dictionaries.of(INTEGER).and(NetworkShapes::socketOptions))
                .optional(
                        "socket_type",
                        Checks.enumeration(
                                "network-socket-type-enum",
                                "SOCK_STREAM",
                                "SOCK_DGRAM",
                                "SOCK_RAW",
                                "SOCK_RDM",
                                "SOCK_SEQPACKET"))
                .optional("socket_descriptor", Checks.atLeast(0))
                .optional("socket_handle", INTEGER)
                .build();
    }

    private static void socketOptions(Inspection in, int node) {
        JsonTape tape = in.tape();
        if (!tape.isObject(node)) {
            return;
        }
        for (int key = tape.first(node); key < tape.next(node); key = tape.next(key + 1)) {
            boolean bounded = tape.end(key) - tape.start(key) <= KEY_LENGTH_MAX;
            if (!bounded || !SOCKET_OPTION.matcher(tape.text(key)).matches()) {
                in.error(
                        key,
                        Rule.DICTIONARY_KEY,
                        in.quote(key) + " is not a socket option; keep its capitals, as in SO_ACCEPTCONN.");
            }
        }
    }

    private static Shape tcp() {
        return Shape.of("tcp-ext", "§6.12.5")
                .optionals(Hex.OCTETS, "src_flags_hex", "dst_flags_hex")
                .rule(Together.atLeastOne("src_flags_hex", "dst_flags_hex"))
                .build();
    }
}
