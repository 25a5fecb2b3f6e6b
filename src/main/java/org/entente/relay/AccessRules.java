package org.entente.relay;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.entente.party.PartnerId;

/** What a partner may do in Kafka: read its own topics with consumer groups of its own prefix, and nothing else. */
final class AccessRules {

    private static final String USER = "User:";
    private static final String EVERYBODY = USER + "*";
    private static final String ANY_HOST = "*";
    private static final List<AclOperation> READING = List.of(AclOperation.READ, AclOperation.DESCRIBE);

    private AccessRules() {}

    /** All rules a partner has while it is active. */
    static List<AclBinding> of(PartnerId partner) {
        List<AclBinding> rules = new ArrayList<>();
        for (String topic : TopicNames.feeds(partner)) {
            allow(rules, partner, new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL));
        }
        // There before the topic is: it is made when the partner asks for a replay.
        allow(rules, partner, new ResourcePattern(ResourceType.TOPIC, TopicNames.replay(partner), PatternType.LITERAL));
        allow(
                rules,
                partner,
                new ResourcePattern(ResourceType.GROUP, TopicNames.groupPrefix(partner), PatternType.PREFIXED));
        return rules;
    }

    /** Every rule of the partner, whoever made it. */
    static AclBindingFilter all(PartnerId partner) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter(principal(partner), null, AclOperation.ANY, AclPermissionType.ANY));
    }

    /**
     * Whether it lets somebody read what is on topics of partners. Not by what the exchange's own user needs: of whoever has just
     * that, nobody can tell whether it is the exchange.
     */
    static boolean readsPartners(AclBinding rule) {
        boolean reads = rule.entry().permissionType() == AclPermissionType.ALLOW
                && (rule.entry().operation() == AclOperation.READ
                        || rule.entry().operation() == AclOperation.ALL)
                && rule.pattern().resourceType() == ResourceType.TOPIC;
        return reads
                && (covers(rule.pattern(), TopicNames.FEEDS) || covers(rule.pattern(), TopicNames.REPLAYS))
                && !isOfTheExchange(rule);
    }

    private static boolean covers(ResourcePattern pattern, String topics) {
        String name = pattern.name();
        return name.startsWith(topics)
                || (pattern.patternType() == PatternType.PREFIXED ? topics.startsWith(name) : name.equals("*"));
    }

    private static boolean isOfTheExchange(AclBinding rule) {
        return rule.entry().operation() == AclOperation.READ
                && !rule.entry().principal().equals(EVERYBODY)
                && rule.pattern()
                        .equals(new ResourcePattern(ResourceType.TOPIC, TopicNames.REPLAYS, PatternType.PREFIXED));
    }

    static String principal(PartnerId partner) {
        return USER + partner.value();
    }

    private static void allow(List<AclBinding> rules, PartnerId partner, ResourcePattern resource) {
        for (AclOperation operation : READING) {
            rules.add(new AclBinding(
                    resource,
                    new AccessControlEntry(principal(partner), ANY_HOST, operation, AclPermissionType.ALLOW)));
        }
    }
}
