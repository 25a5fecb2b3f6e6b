package org.entente.stix.rule;

import static org.entente.stix.rule.Checks.BOOLEAN;
import static org.entente.stix.rule.Checks.INTEGER;
import static org.entente.stix.rule.Checks.STRING;
import static org.entente.stix.rule.Checks.TIMESTAMP;

import java.util.List;

/** X.509 certificates (STIX 2.1 §6.18). */
final class CertificateShapes {
    private CertificateShapes() {}

    static List<Shape> all() {
        return List.of(Common.observable("x509-certificate", "§6.18")
                .optional("is_self_signed", BOOLEAN)
                .optional("hashes", Hashes.ANY)
                .optionals(
                        STRING,
                        "version",
                        "serial_number",
                        "signature_algorithm",
                        "issuer",
                        "subject",
                        "subject_public_key_algorithm",
                        "subject_public_key_modulus")
                .optionals(TIMESTAMP, "validity_not_before", "validity_not_after")
                .optional("subject_public_key_exponent", INTEGER)
                .optional("x509_v3_extensions", v3Extensions().asCheck())
                .rule(Together.somethingOfItsOwn(
                        Common.observable("x509-certificate", "").names()))
                .build());
    }

    private static Shape v3Extensions() {
        return Shape.of("x509-v3-extensions-type", "§6.18.2")
                .optionals(
                        STRING,
                        "basic_constraints",
                        "name_constraints",
                        "policy_constraints",
                        "key_usage",
                        "extended_key_usage",
                        "subject_key_identifier",
                        "authority_key_identifier",
                        "subject_alternative_name",
                        "issuer_alternative_name",
                        "subject_directory_attributes",
                        "crl_distribution_points",
                        "inhibit_any_policy",
                        "certificate_policies",
                        "policy_mappings")
                .optionals(TIMESTAMP, "private_key_usage_period_not_before", "private_key_usage_period_not_after")
                .rule(Together.somethingListed())
                .build();
    }
}
