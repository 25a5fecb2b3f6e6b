package org.entente.stix.rule;

import java.util.Set;
import org.entente.stix.json.JsonTape;

/** The open vocabularies of STIX 2.1 §10: a value outside is allowed, but a term of the vocabulary should be used (§2.14). */
public enum Vocabulary {
    ACCOUNT_TYPE(
            "account-type-ov",
            "facebook ldap nis openid radius skype tacacs twitter unix windows-local windows-domain"),
    ATTACK_MOTIVATION(
            "attack-motivation-ov",
            "accidental coercion dominance ideology notoriety organizational-gain personal-gain personal-satisfaction revenge"
                    + " unpredictable"),
    ATTACK_RESOURCE_LEVEL("attack-resource-level-ov", "individual club contest team organization government"),
    GROUPING_CONTEXT("grouping-context-ov", "suspicious-activity malware-analysis unspecified"),
    HASH_ALGORITHM("hash-algorithm-ov", "MD5 SHA-1 SHA-256 SHA-512 SHA3-256 SHA3-512 SSDEEP TLSH"),
    IDENTITY_CLASS("identity-class-ov", "individual group system organization class unknown"),
    IMPLEMENTATION_LANGUAGE(
            "implementation-language-ov",
            "applescript bash c c++ c# go java javascript lua objective-c perl php powershell python ruby rust scala swift"
                    + " typescript visual-basic x86-32 x86-64"),
    INDICATOR_TYPE(
            "indicator-type-ov",
            "anomalous-activity anonymization benign compromised malicious-activity attribution unknown"),
    INDUSTRY_SECTOR(
            "industry-sector-ov",
            "agriculture aerospace automotive chemical commercial communications construction defense education energy"
                    + " entertainment financial-services government emergency-services government-local government-national"
                    + " government-public-services government-regional healthcare hospitality-leisure infrastructure dams"
                    + " nuclear water insurance legal manufacturing mining non-profit pharmaceuticals retail technology"
                    + " telecommunications transportation utilities"),
    INFRASTRUCTURE_TYPE(
            "infrastructure-type-ov",
            "amplification anonymization botnet command-and-control control-system exfiltration firewall hosting-malware"
                    + " hosting-target-lists phishing reconnaissance routers-switches staging workstation unknown"),
    MALWARE_CAPABILITIES(
            "malware-capabilities-ov",
            "accesses-remote-machines anti-debugging anti-disassembly anti-emulation anti-memory-forensics anti-sandbox"
                    + " anti-vm captures-input-peripherals captures-output-peripherals captures-system-state-data"
                    + " cleans-traces-of-infection commits-fraud communicates-with-c2 compromises-data-availability"
                    + " compromises-data-integrity compromises-system-availability controls-local-machine"
                    + " degrades-security-software degrades-system-updates determines-c2-server emails-spam"
                    + " escalates-privileges evades-av exfiltrates-data fingerprints-host hides-artifacts"
                    + " hides-executing-code infects-files infects-remote-machines installs-other-components"
                    + " persists-after-system-reboot prevents-artifact-access prevents-artifact-deletion"
                    + " probes-network-environment self-modifies steals-authentication-credentials"
                    + " violates-system-operational-integrity"),
    MALWARE_RESULT("malware-result-ov", "malicious suspicious benign unknown"),
    MALWARE_TYPE(
            "malware-type-ov",
            "adware backdoor bot bootkit ddos downloader dropper exploit-kit keylogger ransomware remote-access-trojan"
                    + " resource-exploitation rogue-security-software rootkit screen-capture spyware trojan unknown virus"
                    + " webshell wiper worm"),
    PATTERN_TYPE("pattern-type-ov", "stix pcre sigma snort suricata yara"),
    PE_TYPE("windows-pebinary-type-ov", "exe dll sys"),
    PROCESSOR_ARCHITECTURE("processor-architecture-ov", "alpha arm ia-64 mips powerpc sparc x86 x86-64"),
    REGION(
            "region-ov",
            "africa eastern-africa middle-africa northern-africa southern-africa western-africa americas caribbean"
                    + " central-america latin-america-caribbean northern-america south-america asia central-asia eastern-asia"
                    + " southern-asia south-eastern-asia western-asia europe eastern-europe northern-europe southern-europe"
                    + " western-europe oceania antarctica australia-new-zealand melanesia micronesia polynesia"),
    REPORT_TYPE(
            "report-type-ov",
            "attack-pattern campaign identity incident indicator intrusion-set malware observed-data threat-actor"
                    + " threat-report tool vulnerability"),
    THREAT_ACTOR_ROLE(
            "threat-actor-role-ov",
            "agent director independent infrastructure-architect infrastructure-operator malware-author sponsor"),
    THREAT_ACTOR_SOPHISTICATION(
            "threat-actor-sophistication-ov", "none minimal intermediate advanced expert innovator strategic"),
    THREAT_ACTOR_TYPE(
            "threat-actor-type-ov",
            "activist competitor crime-syndicate criminal hacker insider-accidental insider-disgruntled nation-state"
                    + " private-sector sensationalist spy terrorist unknown"),
    TOOL_TYPE(
            "tool-type-ov",
            "denial-of-service exploitation information-gathering network-capture credential-exploitation remote-access"
                    + " vulnerability-scanning unknown");

    private final String label;
    private final Set<String> words;
    private final TermSet terms;

    Vocabulary(String label, String terms) {
        this.label = label;
        this.words = Set.of(terms.split(" "));
        this.terms = TermSet.of(terms.split(" "));
    }

    /** Its terms. */
    public Set<String> words() {
        return words;
    }

    boolean has(JsonTape tape, int keyOrString) {
        return terms.has(tape, keyOrString);
    }

    /** A string that should be one of the terms. */
    Check term() {
        return (in, node) -> {
            if (Checks.isString(in, node) && !terms.has(in.tape(), node)) {
                in.warn(node, Rule.VOCABULARY, in.quote(node) + " is not in " + label + "; prefer one of its terms.");
            }
        };
    }

    /** A list of such strings. */
    Check terms() {
        return Checks.list(term());
    }
}
