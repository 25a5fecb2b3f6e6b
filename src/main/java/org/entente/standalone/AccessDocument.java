package org.entente.standalone;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code access.json} says: where the exchange listens, and with what each demo caller signs in.
 *
 * @param http base URL over plain HTTP, without a slash at the end; null where plain HTTP is off
 * @param https base URL over TLS; null where no certificate is configured
 * @param taxii the TAXII discovery URL
 * @param kafka the bootstrap address for subscribers, {@code host:port}
 * @param callers by name, in the order to be written
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({"http", "https", "taxii", "kafka", "callers"})
public record AccessDocument(
        @Nullable String http, @Nullable String https, String taxii, String kafka, Map<String, Caller> callers) {
    /** Copies the callers, keeping their order. */
    public AccessDocument {
        callers = Collections.unmodifiableMap(new LinkedHashMap<>(callers));
    }

    /** Holds secrets, so it shows who the callers are and nothing more. */
    @Override
    public String toString() {
        return "AccessDocument[http=" + http + ", https=" + https + ", taxii=" + taxii + ", kafka=" + kafka
                + ", callers=" + callers.keySet() + "]";
    }

    /**
     * One caller's credentials.
     *
     * @param username for HTTP Basic
     * @param password for HTTP Basic
     * @param token a bearer token of the same caller; it expires
     * @param kafka null for operators, who have no topics
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"username", "password", "token", "kafka"})
    public record Caller(
            String username,
            String password,
            String token,
            @Nullable Kafka kafka) {
        /** The name alone. */
        @Override
        public String toString() {
            return "Caller[username=" + username + "]";
        }
    }

    /**
     * How a partner reaches its topics.
     *
     * @param protocol Kafka's {@code security.protocol}
     * @param mechanism Kafka's {@code sasl.mechanism}
     * @param caFile PEM file of the authority to trust; null without TLS
     * @param groupPrefix what the names of its consumer groups have to begin with
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @JsonPropertyOrder({"protocol", "mechanism", "username", "password", "caFile", "topics", "groupPrefix"})
    public record Kafka(
            String protocol,
            String mechanism,
            String username,
            String password,
            @Nullable String caFile,
            Topics topics,
            String groupPrefix) {
        /** The name alone. */
        @Override
        public String toString() {
            return "Kafka[username=" + username + "]";
        }
    }

    /** The names of a partner's three topics. */
    @JsonPropertyOrder({"threats", "mitigations", "advisories"})
    public record Topics(String threats, String mitigations, String advisories) {}
}
