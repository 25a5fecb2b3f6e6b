package org.entente.bench;

/** Partners that exist for a benchmark: copies of {@code xb-cert} in communities of their own, made by SQL. */
final class BenchPartners {

    private static final String PARTNERS = """
            INSERT INTO partner (partner_id, ordinal, title, roles, created_at, kafka_state, kafka_state_since, version)
            SELECT 'bench-' || n, (SELECT max(ordinal) FROM partner) + row_number() OVER (ORDER BY n), 'Partner ' || n, p.roles, now(),
                'READY', now(), 0
            FROM partner p CROSS JOIN generate_series(%d, %d) n WHERE p.partner_id = 'xb-cert'""";
    private static final String POLICIES = """
            INSERT INTO policy_version (partner_id, number, document, author, reason, created_at)
            SELECT 'bench-' || n, v.number, v.document, v.author, v.reason, now()
            FROM policy_version v CROSS JOIN generate_series(%d, %d) n
            WHERE v.partner_id = 'xb-cert' AND v.number = (SELECT max(number) FROM policy_version WHERE partner_id = 'xb-cert')""";
    private static final String GROUPS = """
            INSERT INTO community (community_id, collection, title, created_at, version)
            SELECT 'bench-' || n, gen_random_uuid(), 'Community ' || n, now(), 0 FROM generate_series(0, %d) n""";
    private static final String MEMBERS = """
            INSERT INTO membership (community_id, partner_id, joined_at)
            SELECT 'bench-' || n %% %d, 'bench-' || n, now() FROM generate_series(%d, %d) n""";
    private static final String SUBMITTERS = """
            INSERT INTO membership (community_id, partner_id, joined_at)
            SELECT community_id, partner_id, now() FROM community CROSS JOIN unnest(string_to_array('%s', ',')) AS partner_id
            WHERE community_id LIKE 'bench-%%'""";

    private static final String CHANGED = "UPDATE directory_revision SET revision = revision + 1";

    private BenchPartners() {}

    /**
     * Statements that make them.
     *
     * @param partners how many, {@code bench-1} and on
     * @param communities over how many they are spread, {@code bench-0} and on
     * @param submitters partners that there are, separated by commas, who may submit to each
     */
    static String[] statements(int partners, int communities, String submitters) {
        return new String[] {
            PARTNERS.formatted(1, partners),
            POLICIES.formatted(1, partners),
            GROUPS.formatted(communities - 1),
            MEMBERS.formatted(communities, 1, partners),
            SUBMITTERS.formatted(submitters),
            CHANGED
        };
    }

    /** Statements that make communities without members, but for those who may submit to each. */
    static String[] communities(int communities, String submitters) {
        return new String[] {GROUPS.formatted(communities - 1), SUBMITTERS.formatted(submitters), CHANGED};
    }

    /** Statements that make further partners, all of them members of {@code bench-0}. */
    static String[] further(int first, int last) {
        return new String[] {
            PARTNERS.formatted(first, last), POLICIES.formatted(first, last), MEMBERS.formatted(1, first, last), CHANGED
        };
    }
}
