package org.entente.mitigation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.entente.stix.MitigationExtension;
import org.junit.jupiter.api.Test;

class FactsTest {

    private static final String ID = "course-of-action--8ae20dde-83d4-4218-88fd-41ef0dabf9d1";
    private static final String TARGET = "vulnerability--b4e29b62-2053-47c4-bab4-bbce39e5ed67";

    @Test
    void extensionSaysWhatAMitigationIsFor() {
        Facts facts =
                remedy("\"extensions\":{\"" + MitigationExtension.ID + "\":{\"urgency\":\"high\",\"cost\":\"low\","
                        + "\"sectors\":[\"energy\"],\"assets\":[\"server\",\"workstation\"],\"cacao_playbook\":{},"
                        + "\"csaf_remediations\":[{}]}}");

        assertThat(facts.urgency()).isEqualTo("high");
        assertThat(facts.cost()).isEqualTo("low");
        assertThat(facts.of(Facet.SECTOR)).containsExactly("energy");
        assertThat(facts.of(Facet.ASSET)).containsExactly("server", "workstation");
        assertThat(facts.steps()).containsExactly("cacao", "csaf");
    }

    @Test
    void soDoLabelsEnvironmentsAndExternalReferences() {
        Facts facts =
                remedy("\"labels\":[\"sector:Water\",\"energy\",\"asset:server\",\"urgency:immediate\",\"cost:high\"],"
                        + "\"os_execution_envs\":[\"cpe:2.3:o:example:os:1\"],\"action_type\":\"textual:text/plain\",\"action_bin\":\"eA==\","
                        + "\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\"CVE-2021-44228\"},"
                        + "{\"source_name\":\"mitre-attack\",\"external_id\":\"M1051\"},"
                        + "{\"source_name\":\"mitre-attack\",\"external_id\":\"T1059.001\"},"
                        + "{\"source_name\":\"somebody\",\"external_id\":\"T1190\"}]");

        assertThat(facts.of(Facet.SECTOR)).containsExactly("energy", "water");
        assertThat(facts.of(Facet.ASSET)).containsExactly("cpe:2.3:o:example:os:1", "server");
        assertThat(facts.urgency()).isEqualTo("immediate");
        assertThat(facts.cost()).isEqualTo("high");
        assertThat(facts.of(Facet.CVE)).containsExactly("CVE-2021-44228");
        assertThat(facts.of(Facet.TECHNIQUE)).containsExactly("M1051", "T1059", "T1059.001");
        assertThat(facts.steps()).containsExactly("textual:text/plain");
    }

    @Test
    void relationshipFromACourseOfActionIsALink() {
        Facts mitigates = relationship("mitigates", ID, TARGET);
        Facts uses = relationship("uses", ID, TARGET);
        Facts backwards = relationship("mitigates", TARGET, ID);

        assertThat(mitigates.link().orElseThrow().target()).hasToString(TARGET);
        assertThat(uses.link()).isEmpty();
        assertThat(backwards.link()).isEmpty();
    }

    @Test
    void vulnerabilityIsFoundByItsNameToo() {
        Facts facts = Facts.of("{\"type\":\"vulnerability\",\"name\":\"cve-2024-3400\"}".getBytes(UTF_8));

        assertThat(facts.of(Facet.CVE)).containsExactly("CVE-2024-3400");
    }

    @Test
    void whatIsNoObjectSaysNothing() {
        assertThat(Facts.of("[]".getBytes(UTF_8)).terms()).isEmpty();
        assertThat(Facts.of("{".getBytes(UTF_8)).type()).isEmpty();
        assertThat(Facts.of(new byte[0]).isRemedy()).isFalse();
    }

    @Test
    void schemaListsTheTermsThatIntakeTakes() throws Exception {
        JsonNode properties =
                new ObjectMapper().readTree(ExtensionSchema.read()).path("properties");

        assertThat(properties.at("/urgency/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(MitigationExtension.URGENCIES);
        assertThat(properties.at("/cost/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(MitigationExtension.COSTS);
        assertThat(properties.at("/assets/items/enum"))
                .extracting(JsonNode::asText)
                .containsExactlyElementsOf(MitigationExtension.ASSETS);
    }

    private static Facts remedy(String rest) {
        return Facts.of(("{\"type\":\"course-of-action\",\"id\":\"" + ID + "\",\"name\":\"Patch\"," + rest + "}")
                .getBytes(UTF_8));
    }

    private static Facts relationship(String type, String source, String target) {
        return Facts.of(("{\"type\":\"relationship\",\"relationship_type\":\"" + type + "\",\"source_ref\":\"" + source
                        + "\",\"target_ref\":\"" + target + "\"}")
                .getBytes(UTF_8));
    }
}
