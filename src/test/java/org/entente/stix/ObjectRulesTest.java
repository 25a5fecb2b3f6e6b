package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One row for each thing the standard asks: {@code SDO type} stands for the required common properties of that type, {@code SCO type}
 * for those of an observable, {@code ref:type} for an id of that type.
 */
class ObjectRulesTest {
    private static final String UUID = "--8ae20dde-83d4-4218-88fd-41ef0dabf9d1";
    private static final String OTHER_UUID = "--b4e29b62-2053-47c4-bab4-bbce39e5ed67";

    private final StixReader reader = new StixReader(StixLimits.defaults());

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            required-property | "type":"tool","id":"ref:tool"
            required-property | SDO malware, "name":"x"
            required-property | SDO malware, "is_family":true
            required-property | SDO report, "name":"x","object_refs":["ref:tool"]
            type-name         | SDO action, "name":"x"
            type-name         | SDO X-tool, "name":"x"
            type-name         | SDO x--tool, "name":"x"
            type-name         | SDO bundle, "name":"x"
            type-name         | SDO ab, "name":"x"
            id-syntax         | "type":"tool","spec_version":"2.1","id":"tool-1","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x"
            uuid-version      | "type":"tool","spec_version":"2.1","id":"tool--00000000-0000-0000-0000-000000000000","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x"
            uuid-random       | "type":"user-account","id":"user-account--28bb3599-77cd-5a82-a950-b5bc3caf07c4","display_name":"x"
            uuid-random       | "type":"email-message","id":"email-message--28bb3599-77cd-5a82-a950-b5bc3caf07c4","is_multipart":false
            id-syntax         | SDO tool, "name":"x","created_by_ref":"me"
            value-type        | SDO tool, "name":"x","revoked":"true"
            value-type        | SDO tool, "name":"x","labels":"a"
            value-type        | SDO tool, "name":"x","labels":[1]
            empty-list        | SDO tool, "name":"x","labels":[]
            value-range       | SDO tool, "name":"x","confidence":101
            value-range       | SDO tool, "name":"x","confidence":-1
            value-type        | SDO tool, "name":"x","confidence":1.5
            language-tag      | SDO tool, "name":"x","lang":"foo"
            language-tag      | SDO tool, "name":"x","lang":"en_US"
            not-applicable    | SDO tool, "name":"x","defanged":true
            reserved-name     | SDO tool, "name":"x","severity":1
            property-name     | SDO tool, "name":"x","Custom":1
            property-name     | SDO tool, "name":"x","ab":1
            null-value        | SDO tool, "name":"x","x_custom":null
            empty-list        | SDO tool, "name":"x","x_custom":{"a":[]}
            value-type        | SDO tool, "name":"x","x_custom_hex":1
            value-type        | SDO tool, "name":"x","x_custom_bin":["AAAA"]
            hex-syntax        | SDO tool, "name":"x","x_custom_hex":"FFD8"
            binary-syntax     | SDO tool, "name":"x","x_custom_bin":"a"
            at-least-one      | SDO tool, "name":"x","external_references":[{"source_name":"s"}]
            required-property | SDO tool, "name":"x","external_references":[{"url":"https://example.com"}]
            value-format      | SDO tool, "name":"x","external_references":[{"source_name":"s","url":"not a url"}]
            reference-source  | SDO vulnerability, "name":"x","external_references":[{"source_name":"CVE","external_id":"CVE-2020-1234"}]
            reference-source  | SDO attack-pattern, "name":"x","external_references":[{"source_name":"capec","external_id":"1"}]
            hash-name         | SDO tool, "name":"x","external_references":[{"source_name":"s","url":"https://example.com","hashes":{"CRC32":"00"}}]
            hash-value        | SDO tool, "name":"x","external_references":[{"source_name":"s","url":"https://example.com","hashes":{"MD5":"00"}}]
            reference-type    | SDO tool, "name":"x","object_marking_refs":["ref:identity"]
            exactly-one       | SDO tool, "name":"x","granular_markings":[{"selectors":["name"]}]
            exactly-one       | SDO tool, "name":"x","granular_markings":[{"selectors":["name"],"lang":"en","marking_ref":"ref:marking-definition"}]
            required-property | SDO tool, "name":"x","granular_markings":[{"lang":"en"}]
            selector-target   | SDO tool, "name":"x","granular_markings":[{"selectors":["description"],"lang":"en"}]
            selector-target   | SDO tool, "name":"x","labels":["a"],"granular_markings":[{"selectors":["labels.[1]"],"lang":"en"}]
            selector-target   | SDO tool, "name":"x","granular_markings":[{"selectors":["name.[0]"],"lang":"en"}]
            selector-syntax   | SDO tool, "name":"x","granular_markings":[{"selectors":["name..x"],"lang":"en"}]
            selector-syntax   | SDO tool, "name":"x","labels":["a"],"granular_markings":[{"selectors":["labels[0]"],"lang":"en"}]
            empty-dictionary  | SDO tool, "name":"x","extensions":{}
            extension-name    | SDO tool, "name":"x","extensions":{"x-thing":{"aaa":1}}
            required-property | SDO tool, "name":"x","extensions":{"ref:extension-definition":{"aaa":1}}
            enumeration       | SDO tool, "name":"x","extensions":{"ref:extension-definition":{"extension_type":"other"}}
            id-syntax         | SDO tool, "name":"x","extensions":{"extension-definition--1":{"extension_type":"property-extension"}}
            uuid-version      | SDO tool, "name":"x","extensions":{"extension-definition--8ae20dde-83d4-0218-88fd-41ef0dabf9d1":{"extension_type":"property-extension"}}
            property-name     | SDO tool, "name":"x","extensions":{"ref:extension-definition":{"extension_type":"property-extension","A":1}}
            enumeration       | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","urgency":"soon"}}
            enumeration       | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","assets":["fridge"]}}
            empty-list        | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","sectors":[]}}
            at-least-one      | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension"}}
            required-property | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","csaf_remediations":[{"category":"workaround"}]}}
            enumeration       | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","csaf_remediations":[{"category":"pray","details":"x"}]}}
            required-property | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","cacao_playbook":{"type":"playbook","spec_version":"cacao-2.0"}}}
            id-syntax         | SDO course-of-action, "name":"x","extensions":{"extension-definition--8b1d2f64-3a1e-4c07-9d5b-6e4f20a7c915":{"extension_type":"property-extension","cacao_playbook":{"type":"playbook","spec_version":"cacao-2.0","id":"p","name":"x","created_by":"x","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","workflow_start":"start--1","workflow":{"x":{}}}}}
            timestamp-order   | SDO campaign, "name":"x","first_seen":"2026-01-02T00:00:00Z","last_seen":"2026-01-01T23:59:59.9999999999Z"
            timestamp-order   | SDO indicator, "pattern":"[file:name='x']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z","valid_until":"2026-01-01T00:00:00.0Z"
            timestamp-syntax  | SDO campaign, "name":"x","first_seen":"2026-02-29T00:00:00Z"
            timestamp-syntax  | SDO campaign, "name":"x","first_seen":"2026-01-01T00:00:00+00:00"
            timestamp-syntax  | SDO campaign, "name":"x","first_seen":"2026-01-01T00:00:00.Z"
            timestamp-syntax  | SDO campaign, "name":"x","first_seen":"2026-01-01 00:00:00Z"
            pattern-syntax    | SDO indicator, "pattern":"[file:name=]","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"
            pattern-name      | SDO indicator, "pattern":"[app:no='x']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"
            pattern-name      | SDO indicator, "pattern":"[f:name='x']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"
            pattern-constant  | SDO indicator, "pattern":"[file:size IN (1,'a')]","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"
            pattern-constant  | SDO indicator, "pattern":"[ipv4-addr:value ISSUBSET 'a']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z"
            at-least-one      | SDO location, "name":"x"
            needs-other       | SDO location, "latitude":1.0
            needs-other       | SDO location, "region":"europe","precision":1
            value-range       | SDO location, "latitude":90.1,"longitude":0
            reference-type    | SDO malware, "is_family":false,"operating_system_refs":["ref:tool"]
            at-least-one      | SDO malware-analysis, "product":"x"
            reference-type    | SDO malware-analysis, "product":"x","result":"benign","sample_ref":"ref:tool"
            exactly-one       | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1
            value-range       | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":0,"object_refs":["ref:file"]
            reference-type    | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"object_refs":["ref:tool"]
            reference-type    | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"object_refs":["ref:relationship"]
            container-reference | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"objects":{"0":{"type":"domain-name","value":"example.com","resolves_to_refs":["1"]}}
            reference-type    | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"objects":{"0":{"type":"tool","name":"x"}}
            enumeration       | SDO opinion, "opinion":"maybe","object_refs":["ref:tool"]
            relationship-name | SDO relationship, "relationship_type":"Uses","source_ref":"ref:tool","target_ref":"ref:malware"
            reference-type    | SDO relationship, "relationship_type":"uses","source_ref":"ref:relationship","target_ref":"ref:malware"
            reference-type    | SDO relationship, "relationship_type":"uses","source_ref":"ref:tool","target_ref":"ref:language-content"
            timestamp-order   | SDO relationship, "relationship_type":"uses","source_ref":"ref:tool","target_ref":"ref:malware","start_time":"2026-01-01T00:00:00Z","stop_time":"2026-01-01T00:00:00Z"
            reference-type    | SDO sighting, "sighting_of_ref":"ref:file"
            reference-type    | SDO sighting, "sighting_of_ref":"ref:tool","where_sighted_refs":["ref:tool"]
            value-range       | SDO sighting, "sighting_of_ref":"ref:tool","count":1000000000
            exactly-one       | SCO artifact, "mime_type":"image/png"
            exactly-one       | SCO artifact, "payload_bin":"AAAA","url":"https://example.com","hashes":{"MD5":"B4D33B0C7306351B9ED96578465C5579"}
            needs-other       | SCO artifact, "url":"https://example.com"
            needs-other       | SCO artifact, "payload_bin":"AAAA","decryption_key":"x"
            binary-syntax     | SCO artifact, "payload_bin":"AAA"
            value-format      | SCO artifact, "payload_bin":"AAAA","mime_type":"png"
            value-type        | SCO autonomous-system, "number":"1"
            encoding-name     | SCO directory, "path":"x","path_enc":"nonsense"
            reference-type    | SCO directory, "path":"x","contains_refs":["ref:url"]
            value-format      | SCO domain-name, "value":"exa mple.com"
            value-format      | SCO domain-name, "value":"example..com"
            value-format      | SCO email-addr, "value":"Jane <jane@example.com>"
            value-format      | SCO email-addr, "value":"jane"
            excluded-property | SCO email-message, "is_multipart":true,"body":"x"
            excluded-property | SCO email-message, "is_multipart":false,"body_multipart":[{"body":"x"}]
            exactly-one       | SCO email-message, "is_multipart":true,"body_multipart":[{"content_type":"text/plain"}]
            dictionary-key    | SCO email-message, "is_multipart":false,"additional_header_fields":{"subject":["x"]}
            at-least-one      | SCO file, "size":1
            value-range       | SCO file, "name":"x","size":-1
            needs-other       | SCO file, "hashes":{"MD5":"B4D33B0C7306351B9ED96578465C5579"},"name_enc":"utf-8"
            hash-name         | SCO file, "hashes":{"M5":"00"}
            hash-value        | SCO file, "hashes":{"SHA-256":"00"}
            dictionary-key    | SCO file, "hashes":{"a b":"00"}
            empty-dictionary  | SCO file, "hashes":{}
            hex-syntax        | SCO file, "name":"x","magic_number_hex":"ffd"
            id-syntax         | SCO file, "name":"x","content_ref":"0"
            reference-type    | SCO file, "name":"x","content_ref":"ref:file"
            at-least-one      | SCO file, "name":"x","extensions":{"ntfs-ext":{"x_foo":1}}
            required-property | SCO file, "name":"x","extensions":{"archive-ext":{"comment":"x"}}
            at-least-one      | SCO file, "name":"x","extensions":{"windows-pebinary-ext":{"pe_type":"exe"}}
            at-least-one      | SCO file, "name":"x","extensions":{"windows-pebinary-ext":{"pe_type":"exe","optional_header":{"x_foo":1}}}
            timestamp-precision | SCO file, "name":"x","extensions":{"windows-pebinary-ext":{"pe_type":"exe","time_date_stamp":"2026-01-01T00:00:00.1Z"}}
            dictionary-key    | SCO file, "name":"x","extensions":{"raster-image-ext":{"exif_tags":{"make":"x"}}}
            value-format      | SCO ipv4-addr, "value":"1.2.3.256"
            value-format      | SCO ipv4-addr, "value":"1.2.3.4/33"
            value-format      | SCO ipv6-addr, "value":"2001:db8:::1"
            value-format      | SCO ipv6-addr, "value":"1:2:3:4:5:6:7:8:9"
            value-format      | SCO mac-addr, "value":"D2:FB:49:24:37:18"
            at-least-one      | SCO network-traffic, "protocols":["tcp"]
            required-property | SCO network-traffic, "src_ref":"ref:ipv4-addr"
            value-range       | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","src_port":65536
            value-range       | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","src_byte_count":-1
            value-range       | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","dst_packets":-1
            excluded-property | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","is_active":true,"end":"2026-01-01T00:00:00Z"
            timestamp-order   | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","start":"2026-01-02T00:00:00Z","end":"2026-01-01T00:00:00Z"
            enumeration       | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","extensions":{"socket-ext":{"address_family":"AF_X"}}
            value-type        | SCO network-traffic, "protocols":["tcp"],"src_ref":"ref:ipv4-addr","extensions":{"http-request-ext":{"request_method":"get","request_value":"/","request_header":{"Host":"x"}}}
            at-least-one      | SCO process, "x_foo":1
            dictionary-key    | SCO process, "pid":1,"extensions":{"windows-process-ext":{"startup_info":{"desktop":"x"}}}
            value-format      | SCO software, "name":"x","cpe":"cpe:/a:x"
            value-format      | SCO url, "value":"example"
            value-format      | SCO url, "value":"http://example.com/a b"
            at-least-one      | SCO user-account, "defanged":false
            value-format      | SCO windows-registry-key, "key":"HKLM\\\\x"
            at-least-one      | SCO windows-registry-key, "values":[{}]
            enumeration       | SCO windows-registry-key, "values":[{"data_type":"REG_X"}]
            at-least-one      | SCO x509-certificate, "defanged":false
            at-least-one      | SCO x509-certificate, "x509_v3_extensions":{}
            at-least-one      | SCO x509-certificate, "x509_v3_extensions":{"x_foo":"1"}
            observable-versioned | "type":"ipv4-addr","id":"ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4","value":"198.51.100.3","created":"2026-01-01T00:00:00.000Z"
            language-tag      | SDO language-content, "object_ref":"ref:tool","contents":{"foo":{"name":"x"}}
            property-name     | SDO language-content, "object_ref":"ref:tool","contents":{"de":{"a":"x"}}
            value-type        | SDO language-content, "object_ref":"ref:tool","contents":{"de":{"name":1}}
            reference-type    | SDO language-content, "object_ref":"ref:language-content","contents":{"de":{"name":"x"}}
            value-range       | SDO extension-definition, "created_by_ref":"ref:identity","name":"x","schema":"s","version":"1","extension_types":["new-sdo"],"confidence":101
            required-property | SDO extension-definition, "name":"x","schema":"s","version":"1","extension_types":["new-sdo"]
            enumeration       | SDO extension-definition, "created_by_ref":"ref:identity","name":"x","schema":"s","version":"1","extension_types":["new"]
            excluded-property | SDO extension-definition, "created_by_ref":"ref:identity","name":"x","schema":"s","version":"1","extension_types":["new-sdo"],"extension_properties":["abc"]
            required-property | "type":"marking-definition","spec_version":"2.1","id":"ref:marking-definition","created":"2026-01-01T00:00:00.000Z"
            required-property | "type":"marking-definition","spec_version":"2.1","id":"ref:marking-definition","created":"2026-01-01T00:00:00.000Z","definition_type":"statement","definition":{}
            not-applicable    | "type":"marking-definition","spec_version":"2.1","id":"ref:marking-definition","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"x"}
            tlp-instance      | "type":"marking-definition","spec_version":"2.1","id":"marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1","created":"2022-10-01T00:00:00.000Z","name":"TLP:CLEAR","extensions":{"extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d":{"extension_type":"property-extension","tlp_2_0":"red"}}
            tlp-instance      | "type":"marking-definition","spec_version":"2.1","id":"ref:marking-definition","created":"2026-01-01T00:00:00.000Z","definition_type":"tlp","definition":{"tlp":"red"}
            tlp-instance      | "type":"marking-definition","spec_version":"2.1","id":"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed","created":"2017-01-20T00:00:00.000Z","definition_type":"statement","definition":{"statement":"x"}
            marking-circular  | "type":"marking-definition","spec_version":"2.1","id":"ref:marking-definition","created":"2026-01-01T00:00:00.000Z","definition_type":"statement","definition":{"statement":"x"},"object_marking_refs":["ref:marking-definition"]
            required-property | SCO x-observable, "created":"2026-01-01T00:00:00.000Z"
            """)
    void brokenMustIsAnErrorUnderItsRule(String rule, String object) {
        // When
        Candidate candidate = read(object);

        // Then
        assertThat(candidate).isInstanceOf(Candidate.Invalid.class);
        assertThat(candidate.findings())
                .filteredOn(Finding::isError)
                .extracting(Finding::rule)
                .contains(rule);
        assertThat(candidate.findings()).allSatisfy(finding -> {
            assertThat(finding.message()).endsWith(".").hasSizeLessThan(300);
            assertThat(finding.section()).matches("§\\d.*");
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            open-vocabulary   | SDO identity, "name":"x","identity_class":"corporation"
            open-vocabulary   | SCO file, "hashes":{"CRC32":"00"}
            creator-type      | SDO tool, "name":"x","created_by_ref":"ref:tool"
            custom-property   | SDO tool, "name":"x","x_example":1
            custom-extension  | SDO tool, "name":"x","extensions":{"x-example-ext":{"aaa":1}}
            custom-object     | SDO x-example, "name":"x"
            custom-object     | SCO x-example, "some_value":"x"
            term-style        | SDO tool, "name":"x","kill_chain_phases":[{"kill_chain_name":"a","phase_name":"B c"}]
            country-code      | SDO location, "country":"Germany"
            relationship-undefined | SDO relationship, "relationship_type":"drinks","source_ref":"ref:tool","target_ref":"ref:malware"
            deterministic-id  | SCO ipv4-addr, "value":"198.51.100.3"
            uuid-random       | "type":"process","id":"process--28bb3599-77cd-5a82-a950-b5bc3caf07c4","pid":1
            uuid-random       | "type":"tool","spec_version":"2.1","id":"tool--28bb3599-77cd-5a82-a950-b5bc3caf07c4","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"x"
            reference-unresolvable | SCO file, "name":"x","content_ref":"artifact--1"
            not-used          | SCO file, "name":"x","labels":["a"]
            deprecated        | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"objects":{"0":{"type":"file","name":"x"}}
            not-used          | SDO observed-data, "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:00:00Z","number_observed":1,"objects":{"0":{"type":"file","name":"x","created":"2026-01-01T00:00:00Z"}}
            header-value      | SCO email-message, "is_multipart":false,"additional_header_fields":{"X-Mailer":"x"}
            value-format      | SCO domain-name, "value":"_dmarc.example.com"
            needs-other       | SDO extension-definition, "created_by_ref":"ref:identity","name":"x","schema":"s","version":"1","extension_types":["toplevel-property-extension"]
            tlp-instance      | "type":"marking-definition","spec_version":"2.1","id":"marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed","created":"2017-01-20T00:00:00.000Z","definition_type":"tlp","name":"for your eyes","definition":{"tlp":"red"}
            """)
    void brokenShouldIsAWarningOnly(String rule, String object) {
        // When
        Candidate candidate = read(object);

        // Then
        assertThat(candidate.findings()).extracting(Finding::rule).contains(rule);
        assertThat(candidate).isInstanceOf(Candidate.Valid.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SDO tool, "name":"x","lang":"zh-Hant-TW","confidence":0,"extensions":{"ref:extension-definition":{"extension_type":"property-extension","rank":1}}
            SDO tool, "name":"x","toxicity":8,"extensions":{"ref:extension-definition":{"extension_type":"toplevel-property-extension"}}
            SDO my-sdo, "some_property":"x","extensions":{"ref:extension-definition":{"extension_type":"new-sdo"}}
            SCO my-sco, "some_property":"x","extensions":{"ref:extension-definition":{"extension_type":"new-sco"}}
            SDO tool, "name":"x","labels":["a"],"granular_markings":[{"selectors":["labels.[0]","name","granular_markings.[0].selectors"],"lang":"de"}]
            SDO tool, "name":"x","granular_markings":[{"selectors":["extensions.x-a-ext.MD5"],"marking_ref":"ref:marking-definition"}],"extensions":{"x-a-ext":{"MD5x":1,"MD5":"x"}}
            """)
    void extensionsAndMarkingsGiveNoFindingOfTheirOwn(String object) {
        assertThat(read(object).findings())
                .filteredOn(
                        finding -> !List.of("custom-extension", "property-name").contains(finding.rule()))
                .isEmpty();
    }

    @Test
    void referencesAndMarkingsAreCollectedWhereverTheyStand() {
        // Given
        String object =
                "SDO report, \"name\":\"x\",\"published\":\"2026-01-01T00:00:00Z\",\"created_by_ref\":\"ref:identity\","
                        + "\"object_refs\":[\"ref:tool\"],\"object_marking_refs\":[\"ref:marking-definition\"],"
                        + "\"granular_markings\":[{\"selectors\":[\"name\"],\"marking_ref\":\"other:marking-definition\"}],"
                        + "\"extensions\":{\"x-a-ext\":{\"deep\":[{\"some_ref\":\"ref:malware\"}]}},\"x_more_refs\":[\"ref:campaign\"]";

        // When
        StixObject read = ((Candidate.Valid) read(object)).object();

        // Then
        assertThat(read.references()).extracting(StixId::type).containsExactlyInAnyOrder("tool", "malware", "campaign");
        assertThat(read.markings())
                .extracting(StixId::toString)
                .containsExactlyInAnyOrder("marking-definition" + UUID, "marking-definition" + OTHER_UUID);
        assertThat(read.createdBy()).contains(StixId.parse("identity" + UUID));
    }

    @Test
    void statementMarkingIsRead() {
        // When
        Candidate candidate = read(
                "\"type\":\"marking-definition\",\"spec_version\":\"2.1\",\"id\":\"ref:marking-definition\","
                        + "\"created\":\"2026-01-01T00:00:00.000Z\",\"definition_type\":\"statement\",\"definition\":{\"statement\":\"mine\"}");

        // Then
        assertThat(((Candidate.Valid) candidate).object().markingDefinition())
                .contains(new MarkingDefinition.Statement("mine"));
    }

    private Candidate read(String object) {
        return reader.readObject(json(object).getBytes(UTF_8));
    }

    private static String json(String object) {
        String expanded = object;
        if (object.startsWith("SDO ")) {
            String type = object.substring(4, object.indexOf(','));
            expanded = "\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type + UUID
                    + "\",\"created\":\"2026-01-01T00:00:00.000Z\",\"modified\":\"2026-01-01T00:00:00.000Z\""
                    + object.substring(object.indexOf(','));
        } else if (object.startsWith("SCO ")) {
            String type = object.substring(4, object.indexOf(','));
            expanded =
                    "\"type\":\"" + type + "\",\"id\":\"" + type + UUID + "\"" + object.substring(object.indexOf(','));
        }
        return "{"
                + expanded.replaceAll("ref:([a-z0-9-]+)", "$1" + UUID)
                        .replaceAll("other:([a-z0-9-]+)", "$1" + OTHER_UUID)
                + "}";
    }
}
