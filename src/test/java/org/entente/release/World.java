package org.entente.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.view.Pseudonyms;
import org.entente.stix.StixId;

/**
 * An exchange at one moment: its partners with their policies, and what they have submitted.
 *
 * @param now the moment
 * @param directory partners, communities and policies
 * @param submitted in log order; the class of each has the number of its place, from 1
 */
public record World(Instant now, Directory directory, List<Submitted> submitted) {

    private static final Pseudonyms PSEUDONYMS = Pseudonyms.of("a-key-that-only-generated-worlds-know");

    /**
     * One object as it was submitted, sequenced and classed.
     *
     * @param entry of the log
     * @param releaseClass of the entry
     * @param secrets values of properties by their names, told nowhere else
     * @param references ids it refers to, its creator's aside
     */
    public record Submitted(
            LogEntry entry, ReleaseClass releaseClass, Map<String, String> secrets, Set<StixId> references) {}

    public World {
        submitted = List.copyOf(submitted);
    }

    public World with(Directory changed) {
        return new World(now, changed, submitted);
    }

    /** Another policy, or another state, of one partner. */
    public World with(Member changed) {
        Map<PartnerId, Member> members = new LinkedHashMap<>(directory.partners());
        members.put(changed.id(), changed);
        return with(new Directory(directory.revision() + 1, members, directory.communities()));
    }

    public World with(int place, ReleaseClass changed) {
        Submitted was = submitted.get(place);
        return with(place, new Submitted(was.entry(), changed, was.secrets(), was.references()));
    }

    public World with(int place, Submitted changed) {
        List<Submitted> others = new ArrayList<>(submitted);
        others.set(place, changed);
        return new World(now, directory, others);
    }

    public List<NumberedClass> classes() {
        return submitted.stream()
                .map(s -> new NumberedClass(s.entry().classNumber(), s.releaseClass()))
                .toList();
    }

    public Decisions decisions() {
        return Decisions.none(PSEUDONYMS).with(directory).with(classes()).at(now);
    }
}
