package org.entente.release;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory.Member;
import org.entente.partner.PolicyPath;
import org.entente.partner.TrustPolicy;
import org.entente.party.Attribution;
import org.entente.release.Decision.Redact;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.release.view.View;
import org.entente.stix.MarkingFamily;

/**
 * Why something was decided for one partner, in words. It names neither the submitter nor any other partner.
 *
 * @param policy JSON Pointer to the rule in the partner's policy document; empty where no policy decided
 * @param property what of the object decided, such as {@code TLP:AMBER}; empty where nothing of it did
 * @param message a sentence for the operator
 */
public record Explanation(String policy, String property, String message) {

    private static final String NOWHERE = "";

    /** Explains a decision made for a class and a partner. */
    public static Explanation of(Decision decision, ReleaseClass subject, Member partner) {
        if (decision instanceof Withhold withheld) {
            return withheld(withheld.rule(), subject, partner);
        }
        if (subject.submitter().equals(partner.id())) {
            return new Explanation(NOWHERE, "submitter", "It submitted this itself.");
        }
        String allowed =
                "Its policy releases " + subject.tlp().label() + " of this kind and topic, and it is addressed.";
        return new Explanation(PolicyPath.MAX_TLP, subject.tlp().label(), allowed);
    }

    /** What the partner gets otherwise than it was submitted; empty when nothing is. */
    public static List<String> changes(Decision decision) {
        return decision instanceof Redact redacted ? changes(redacted.view()) : List.of();
    }

    private static List<String> changes(View view) {
        return java.util.stream.Stream.of(
                        view.hidesSubmitter() ? List.of("submitter hidden") : List.<String>of(),
                        new TreeSet<>(view.removedProperties())
                                .stream().map(name -> "without " + name).toList(),
                        view.partsUpTo().stream()
                                .map(level -> "without parts above " + level.label())
                                .toList(),
                        view.removesExternalReferences() ? List.of("without external_references") : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    private static Explanation withheld(Rule rule, ReleaseClass subject, Member partner) {
        TrustPolicy.To policy = partner.policy().to();
        return switch (rule) {
            case UNKNOWN -> new Explanation(NOWHERE, "", "There is no such partner or object.");
            case RECALLED -> new Explanation(NOWHERE, "recall", "It was recalled.");
            case SUSPENDED -> new Explanation(NOWHERE, "", "The partner is suspended, or is no subscriber.");
            case AGREEMENT -> new Explanation("/agreement", "", "The agreement with the partner does not hold today.");
            case EXCEPTED -> new Explanation(NOWHERE, "audience", "Its submitter excepted the partner.");
            case ABOVE_CEILING ->
                new Explanation(
                        PolicyPath.MAX_TLP,
                        subject.tlp().label(),
                        "The policy releases "
                                + policy.maxTlp()
                                        .map(most -> "at most " + most.label())
                                        .orElse("nothing") + ".");
            case NOT_NAMED ->
                new Explanation(NOWHERE, subject.tlp().label(), "It reaches only partners named one by one.");
            case PAP ->
                new Explanation(
                        PolicyPath.MAX_PAP,
                        subject.markings().pap().label(),
                        "The policy releases at most " + policy.maxPap().label() + ".");
            case MARKING ->
                new Explanation(
                        PolicyPath.MARKINGS, families(subject, policy), "The policy does not let such a marking pass.");
            case KIND -> new Explanation(PolicyPath.KINDS, subject.kind(), "The policy does not allow this type.");
            case SECTOR -> topic(PolicyPath.SECTORS, subject.topic().sectors(), policy.sectors(), "sector");
            case REGION -> topic(PolicyPath.REGIONS, subject.topic().regions(), policy.regions(), "region");
            case CONFIDENCE ->
                new Explanation(
                        PolicyPath.MIN_CONFIDENCE,
                        subject.topic().confidence() == Topic.UNSTATED
                                ? "no confidence"
                                : "confidence " + subject.topic().confidence(),
                        "The policy wants at least " + policy.minConfidence() + ".");
            case ORIGINATOR ->
                new Explanation(
                        policy.originatorsRefused().contains(subject.submitter())
                                ? PolicyPath.ORIGINATORS_REFUSED
                                : PolicyPath.ORIGINATORS,
                        "submitter",
                        "The policy does not take what this submitter sends.");
            case AUDIENCE -> addressee(subject, partner);
            case REVEALING ->
                new Explanation(
                        subject.origin().attribution() == Attribution.EVERYONE ? PolicyPath.HIDE_SUBMITTER : NOWHERE,
                        "content",
                        "What is to be hidden would still show in a view of it.");
            case TIED ->
                new Explanation(NOWHERE, "references", "It refers to an object that is withheld from the partner.");
            case EMBARGO ->
                new Explanation(PolicyPath.DELAY, "date_added", "It was added less than " + policy.delay() + " ago.");
            case ALREADY_RELEASED ->
                new Explanation(NOWHERE, "version", "The partner has this version by an earlier entry.");
            case GUARD -> new Explanation(NOWHERE, "content", "The egress guard disagrees; see the quarantine.");
        };
    }

    private static String families(ReleaseClass subject, TrustPolicy.To policy) {
        return subject.markings().families().stream()
                .filter(family -> !policy.markings().contains(family))
                .map(MarkingFamily::label)
                .collect(Collectors.joining(", "));
    }

    private static Explanation topic(
            String pointer, java.util.Set<String> stated, TrustPolicy.Allowed<String> allowed, String word) {
        String excess = stated.stream().filter(name -> !allowed.contains(name)).collect(Collectors.joining(", "));
        return stated.isEmpty()
                ? new Explanation(
                        pointer, "no " + word, "It states no " + word + ", and the policy does not allow that.")
                : new Explanation(pointer, excess, "The policy does not allow this " + word + ".");
    }

    private static Explanation addressee(ReleaseClass subject, Member partner) {
        boolean member = subject.audience().communities().stream()
                .anyMatch(community -> partner.communities().contains(community));
        return member
                ? new Explanation(
                        PolicyPath.COMMUNITIES, "audience", "The policy does not take what goes to this community.")
                : new Explanation(NOWHERE, "audience", "It is addressed to others.");
    }
}
