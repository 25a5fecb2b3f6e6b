package org.entente.release;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;

/**
 * What would have gone out otherwise under another directory. Counted by class, so that it costs the same for however many
 * objects. What a policy only delays is not counted.
 *
 * @param released what is withheld now and would be released
 * @param withheld what is released now and would be withheld
 * @param redacted what is released before and after, but looks different
 */
public record Simulation(Tally released, Tally withheld, Tally redacted) {

    /**
     * Some of what goes out, counting each entry once for each partner.
     *
     * @param count of all
     * @param byKind by STIX type
     * @param byOriginator by submitter, without those that nobody may know
     * @param byTlp by the strictest TLP
     * @param classes the numbers of the classes concerned, ascending, to look for samples
     */
    public record Tally(
            long count,
            Map<String, Long> byKind,
            Map<PartnerId, Long> byOriginator,
            Map<Tlp, Long> byTlp,
            List<Integer> classes) {
        public Tally {
            byKind = Collections.unmodifiableMap(new TreeMap<>(byKind));
            byOriginator = Collections.unmodifiableMap(new TreeMap<>(byOriginator));
            byTlp = Collections.unmodifiableMap(new TreeMap<>(byTlp));
            classes = List.copyOf(classes);
        }
    }

    /**
     * Compares.
     *
     * @param now decisions in force, stamped with the time to compare at
     * @param proposed the directory as it would be
     * @param entries how many entries each class has in the days looked at, by its number
     */
    public static Simulation compare(Decisions now, Directory proposed, Map<Integer, Long> entries) {
        Decisions then = now.with(proposed);
        List<Reader> changed = changed(now.directory(), proposed);
        Counting released = new Counting();
        Counting withheld = new Counting();
        Counting redacted = new Counting();
        new TreeMap<>(entries)
                .forEach((number, count) -> now.releaseClass(number).ifPresent(subject -> {
                    PartnerSet before = now.recipients(number);
                    PartnerSet after = then.recipients(number);
                    released.add(number, subject, count * after.minus(before).size());
                    withheld.add(number, subject, count * before.minus(after).size());
                    long otherwise = changed.stream()
                            .filter(reader -> before.contains(reader.ordinal()) && after.contains(reader.ordinal()))
                            .filter(reader -> reader.seesOtherwise(subject))
                            .count();
                    redacted.add(number, subject, count * otherwise);
                }));
        return new Simulation(released.tally(), withheld.tally(), redacted.tally());
    }

    /** A partner as it is and as it would be. */
    private record Reader(Member now, Member then) {
        int ordinal() {
            return now.ordinal();
        }

        boolean seesOtherwise(ReleaseClass subject) {
            return !Views.of(subject, now).equals(Views.of(subject, then));
        }
    }

    private static List<Reader> changed(Directory now, Directory then) {
        BitSet affected = Affected.between(now, then);
        List<Reader> readers = new ArrayList<>();
        for (Member member : now.partners().values()) {
            Member later = then.partners().get(member.id());
            if (later != null && later.ordinal() == member.ordinal() && affected.get(member.ordinal())) {
                readers.add(new Reader(member, later));
            }
        }
        return readers;
    }

    /** Counts up one tally. */
    private static final class Counting {
        private final Map<String, Long> byKind = new TreeMap<>();
        private final Map<PartnerId, Long> byOriginator = new TreeMap<>();
        private final Map<Tlp, Long> byTlp = new TreeMap<>();
        private final List<Integer> classes = new ArrayList<>();
        private long count;

        void add(int number, ReleaseClass subject, long more) {
            if (more == 0) {
                return;
            }
            count += more;
            byKind.merge(subject.kind(), more, Long::sum);
            if (subject.origin().attribution() != Attribution.NOBODY) {
                byOriginator.merge(subject.submitter(), more, Long::sum);
            }
            byTlp.merge(subject.tlp(), more, Long::sum);
            classes.add(number);
        }

        Tally tally() {
            return new Tally(count, byKind, byOriginator, byTlp, classes);
        }
    }
}
