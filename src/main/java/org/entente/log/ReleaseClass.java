package org.entente.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.entente.party.Attribution;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/**
 * The tuple of an entry's properties that release decisions look at. Two entries with equal tuples are released alike, so
 * decisions are made per class and an object's row holds only its class's number.
 *
 * @param markings what the object is marked with
 * @param topic what it is about
 * @param origin who asserted it
 * @param audience whom the submitter named
 * @param ties conditions from the objects it ties together: of each set of class numbers, a reader must be allowed at
 *     least one; an empty set can never be met
 */
public record ReleaseClass(Markings markings, Topic topic, Origin origin, Audience audience, List<Set<Integer>> ties) {

    /** The condition that stands for "withdrawn": no class has this number, so nobody is ever allowed it. */
    private static final Set<Integer> WITHDRAWN = Set.of(0);

    /** Ties are sorted and made unique, so that equal conditions share one class. */
    public ReleaseClass {
        ties = ties.stream()
                .map(TreeSet::new)
                .sorted(Comparator.comparing(TreeSet::toString))
                .distinct()
                .map(Collections::unmodifiableSet)
                .toList();
    }

    /**
     * What an object is marked with.
     *
     * @param tlp the strictest TLP of the object, its parts included, or the one its submitter's policy assumes
     * @param wholeTlp the same without its granular markings; never stricter than {@code tlp}
     * @param separable whether the object stays valid STIX when its parts above {@code wholeTlp} are removed, whichever
     *     level they are removed from; true where there are none
     * @param pap the strictest PAP
     * @param families its other markings
     */
    public record Markings(Tlp tlp, Tlp wholeTlp, boolean separable, Pap pap, Set<MarkingFamily> families) {

        /** Families are sorted, so that equal markings are written alike. */
        public Markings {
            if (wholeTlp.compareTo(tlp) > 0) {
                throw new IllegalArgumentException("The strictest TLP counts the whole object's");
            }
            families = Collections.unmodifiableSet(new TreeSet<>(families));
        }

        /** One TLP for all of it, and no other marking. */
        public static Markings of(Tlp tlp) {
            return new Markings(tlp, tlp, true, Pap.CLEAR, Set.of());
        }
    }

    /**
     * What an object is about.
     *
     * @param feed where it goes out
     * @param kind the STIX type, such as {@code indicator}
     * @param sectors industry sectors (industry-sector-ov) of the object and what it refers to; empty when it states none
     * @param regions regions (region-ov), or two-letter countries where no region is given; empty when it states none
     * @param confidence 0 to 100 as far as its submitter's policy lets it count, {@value #UNSTATED} when it states none
     */
    public record Topic(Feed feed, String kind, Set<String> sectors, Set<String> regions, int confidence) {

        /** No confidence is stated. */
        public static final int UNSTATED = -1;

        /** Names are sorted, so that equal topics are written alike. */
        public Topic {
            sectors = Collections.unmodifiableSet(new TreeSet<>(sectors));
            regions = Collections.unmodifiableSet(new TreeSet<>(regions));
        }

        /** Neither sector, region nor confidence. */
        public static Topic of(Feed feed, String kind) {
            return new Topic(feed, kind, Set.of(), Set.of(), UNSTATED);
        }
    }

    /**
     * Who asserted an object.
     *
     * @param submitter the partner
     * @param attribution who may learn so, by its policy at that time
     * @param revealing whether the object would tell its submitter even in a view that hides it: it names it in its text, or
     *     is the submitter's own identity
     */
    public record Origin(PartnerId submitter, Attribution attribution, boolean revealing) {

        /** A submitter everybody may know. */
        public static Origin of(PartnerId submitter) {
            return new Origin(submitter, Attribution.EVERYONE, false);
        }
    }

    /** An indicator-like class of one TLP: no further marking, topic or restriction. */
    public static ReleaseClass plain(Tlp tlp, Feed feed, String kind, PartnerId submitter, Audience audience) {
        return new ReleaseClass(Markings.of(tlp), Topic.of(feed, kind), Origin.of(submitter), audience, List.of());
    }

    /** The strictest TLP. */
    public Tlp tlp() {
        return markings.tlp();
    }

    /** Where it goes out. */
    public Feed feed() {
        return topic.feed();
    }

    /** The STIX type. */
    public String kind() {
        return topic.kind();
    }

    /** Who asserted it. */
    public PartnerId submitter() {
        return origin.submitter();
    }

    /** What an entry of this class becomes when it is taken back from everybody, its submitter included. */
    public ReleaseClass withdrawn() {
        return tiedTo(List.of(WITHDRAWN));
    }

    /** Whether it was taken back from everybody. */
    public boolean wasWithdrawn() {
        return ties.contains(WITHDRAWN);
    }

    /** The same with a further condition. */
    public ReleaseClass alsoTiedTo(Set<Integer> condition) {
        List<Set<Integer>> more = new ArrayList<>(ties);
        more.add(condition);
        return tiedTo(more);
    }

    /** The same for another audience. */
    public ReleaseClass addressedTo(Audience other) {
        return new ReleaseClass(markings, topic, origin, other, ties);
    }

    /** The same with other markings. */
    public ReleaseClass marked(Markings other) {
        return new ReleaseClass(other, topic, origin, audience, ties);
    }

    /** This class, further restricted by what the object ties together. */
    public ReleaseClass tiedTo(List<Set<Integer>> conditions) {
        return new ReleaseClass(markings, topic, origin, audience, conditions);
    }
}
