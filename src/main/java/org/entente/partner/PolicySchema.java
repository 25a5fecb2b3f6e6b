package org.entente.partner;

/** Where the JSON Schema of policy documents is served. */
final class PolicySchema {

    static final String PATH = "/api/v1/policy-schema";

    private PolicySchema() {}
}
