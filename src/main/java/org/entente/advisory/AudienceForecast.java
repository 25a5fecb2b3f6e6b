package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.advisory.AdvisoryAudience.Member;
import org.entente.advisory.Publications.Prepared;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.explain.ObjectAudience;
import org.entente.explain.Prospects;
import org.entente.gate.Gate;
import org.entente.log.ReleaseClass;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.PartnerSet;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** Says who would get an advisory and who would get less of it, before anybody approves. Thread safe. */
@ApplicationScoped
public class AudienceForecast {

    private final Publications publications;
    private final Prospects prospects;
    private final Gate gate;

    AudienceForecast(Publications publications, Prospects prospects, Gate gate) {
        this.publications = publications;
        this.prospects = prospects;
        this.gate = gate;
    }

    /** Of the working version, by the decisions in force. */
    public Uni<AdvisoryAudience> of(Advisory advisory) {
        return publications
                .prepare(advisory)
                .chain(prepared -> prospects
                        .of(prepared.report())
                        .chain(report ->
                                gate.upToDate().map(decisions -> audience(advisory, prepared, report, decisions))));
    }

    private static AdvisoryAudience audience(
            Advisory advisory, Prepared prepared, ObjectAudience.Assertion report, Decisions decisions) {
        List<PartnerId> recipients = report.partners().stream()
                .filter(line -> !line.decision().equals("withhold"))
                .map(ObjectAudience.Line::partner)
                .toList();
        List<Member> members = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (recipients.stream().noneMatch(decisions::reads)) {
            warnings.add("Nobody would get it.");
        }
        if (prepared.earlier().stream().anyMatch(before -> mayBeNarrower(before.wording(), advisory.wording()))) {
            warnings.add(
                    "An earlier version was for fewer, by its marking or audience: the dates of this one, and the revision"
                            + " history of its CSAF document, tell its readers that there was one and when. For new readers begin"
                            + " another advisory.");
        }
        losing(prepared.earlier(), recipients, decisions).ifPresent(warnings::add);
        for (GatheredObject gathered : advisory.wording().gathered()) {
            Set<Integer> classes = prepared.members().classesOf(gathered.stixId());
            Member member = member(gathered.stixId(), classes, recipients, decisions);
            members.add(member);
            if (prepared.members().unnamed().contains(gathered.stixId())) {
                warnings.add(gathered.id() + " is a container whose submitter is hidden, and is told to nobody.");
                continue;
            }
            warnings.addAll(warnings(member, advisory.wording().content().level()));
        }
        return new AdvisoryAudience(advisory.trackingId(), advisory.version(), report, members, warnings);
    }

    /** By audience they are compared as they were written: who is in them changes. */
    static boolean mayBeNarrower(Wording before, Wording now) {
        boolean stricter = !before.content().level().isWithin(now.content().level());
        return stricter || !before.audience().open() && !before.audience().equals(now.audience());
    }

    /** Whoever still has any earlier version may have the last of them: each took those before from all others. */
    private static Optional<String> losing(List<Version> earlier, List<PartnerId> recipients, Decisions decisions) {
        PartnerSet had = earlier.stream()
                .max(Comparator.comparingLong(Version::number))
                .map(last -> decisions.recipients(Publications.classOf(last.wording())))
                .orElse(PartnerSet.NONE);
        List<String> losing = decisions.directory().partners().values().stream()
                .filter(partner -> had.contains(partner.ordinal()) && !recipients.contains(partner.id()))
                .map(partner -> partner.id().value())
                .sorted()
                .toList();
        return losing.isEmpty()
                ? Optional.empty()
                : Optional.of("What was published before is taken back from those who would not get this version: "
                        + String.join(", ", losing) + ".");
    }

    private static Member member(StixId id, Set<Integer> classes, List<PartnerId> recipients, Decisions decisions) {
        List<ReleaseClass> tuples = classes.stream()
                .flatMap(number -> decisions.releaseClass(number).stream())
                .toList();
        Optional<Tlp> tlp = tuples.stream().map(ReleaseClass::tlp).min(Tlp::compareTo);
        List<PartnerId> without = recipients.stream()
                .filter(partner -> classes.stream().noneMatch(number -> decisions.allows(number, partner)))
                .toList();
        // Who has its own object is the submitter: where nobody may know that one, no list may leave it out.
        boolean secret = tuples.stream().anyMatch(tuple -> tuple.origin().attribution() == Attribution.NOBODY);
        return new Member(id.toString(), tlp.map(Tlp::label).orElse(null), without.size(), secret ? null : without);
    }

    private static List<String> warnings(Member member, Tlp level) {
        List<String> warnings = new ArrayList<>();
        String tlp = member.tlp();
        if (tlp == null) {
            warnings.add(member.id() + " was recalled or is not there: remove it before publishing.");
        } else if (Tlp.ofLabel(tlp).filter(own -> !own.isWithin(level)).isPresent()) {
            warnings.add(member.id() + " is " + tlp + " and the advisory only " + level.label()
                    + ": it is left out for whoever may not have it, and its content must not stand in the text.");
        }
        return warnings;
    }
}
