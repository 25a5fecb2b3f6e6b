package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.advisory.Advisories.Step;
import org.entente.advisory.Wording.GatheredObject;
import org.entente.gate.Gate;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;
import org.entente.intake.SubmittedObjects;
import org.entente.log.KnownContent;
import org.entente.log.LogWriter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.Candidate;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.jspecify.annotations.Nullable;

/** Gathers objects of the log for an advisory, each once. Thread safe. */
@ApplicationScoped
public class Gathering {

    private static final int LOOKUPS_AT_ONCE = 4;
    private static final int ASKED_MAX = 200;

    private final Advisories advisories;
    private final SubmittedObjects submissions;
    private final LogWriter log;
    private final Gate gate;
    private final StixReader reader = new StixReader(StixLimits.defaults());

    Gathering(Advisories advisories, SubmittedObjects submissions, LogWriter log, Gate gate) {
        this.advisories = advisories;
        this.submissions = submissions;
        this.log = log;
        this.gate = gate;
    }

    /**
     * What to gather.
     *
     * @param objects ids of objects of the log
     * @param submissions whose objects are gathered
     * @param containers reports, groupings and so on, whose members are gathered as far as the log has them
     */
    @Schema(name = "AdvisoryGathering")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Wanted(
            @Nullable List<String> objects,
            @Nullable List<UUID> submissions,
            @Nullable List<String> containers,
            @Nullable String reason) {

        @SuppressWarnings("NullAway") // a body may leave out any of them
        public Wanted {
            objects = Checks.list("objects", objects, 2_000);
            submissions = Checks.list("submissions", submissions, ASKED_MAX);
            containers = Checks.list("containers", containers, ASKED_MAX);
        }
    }

    /**
     * Objects that mean the same, of which one is kept.
     *
     * @param kept the one that most partners may have
     * @param dropped the others
     * @param why {@code same-observable} or {@code equivalent-pattern}
     */
    @Schema(name = "AdvisoryMerge")
    public record Merge(String kept, List<String> dropped, String why) {}

    /** The advisory afterwards, and what was merged. */
    public record Gathered(Advisory advisory, List<Merge> merged) {}

    /** Adds them to those there are. */
    public Uni<Gathered> add(TrackingId id, Wanted wanted, Step step) {
        return advisories
                .read(id)
                .chain(advisory -> asked(wanted)
                        .chain(ids -> merged(advisory, ids))
                        .chain(sorted -> advisories
                                .gather(id, advisory.wording().gathering(sorted.kept()), step)
                                .map(after -> new Gathered(after, sorted.merged()))));
    }

    /** Leaves one out again. */
    public Uni<Advisory> remove(TrackingId id, String object, Step step) {
        return advisories.read(id).chain(advisory -> {
            List<GatheredObject> left = advisory.wording().gathered().stream()
                    .filter(one -> !one.id().equals(object))
                    .toList();
            if (left.size() == advisory.wording().gathered().size()) {
                throw ProblemException.notFound();
            }
            return advisories.gather(id, advisory.wording().gathering(left), step);
        });
    }

    private Uni<Set<StixId>> asked(Wanted wanted) {
        Set<StixId> ids = new LinkedHashSet<>();
        addAll(ids, given(wanted.objects()), "/objects");
        Set<StixId> containers = new LinkedHashSet<>();
        addAll(containers, given(wanted.containers()), "/containers");
        return ofSubmissions(given(wanted.submissions()))
                .invoke(ids::addAll)
                .chain(() -> ofContainers(containers))
                .invoke(ids::addAll)
                .replaceWith(ids);
    }

    private static <T> List<T> given(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    private static void addAll(Set<StixId> ids, List<String> names, String pointer) {
        for (int i = 0; i < names.size(); i++) {
            String at = pointer + "/" + i;
            ids.add(StixId.tryParse(names.get(i))
                    .orElseThrow(() -> ProblemException.invalidBody(at, "Expected the id of an object.")));
        }
    }

    private Uni<Set<StixId>> ofSubmissions(List<UUID> asked) {
        return Multi.createFrom()
                .iterable(asked)
                .onItem()
                .transformToUni(submission -> submissions
                        .of(submission)
                        .map(found -> found.orElseThrow(() -> ProblemException.invalidBody(
                                "/submissions/" + asked.indexOf(submission), "There is no such submission."))))
                .merge(LOOKUPS_AT_ONCE)
                .collect()
                .in(LinkedHashSet<StixId>::new, Set::addAll)
                .map(all -> all);
    }

    private Uni<Set<StixId>> ofContainers(Set<StixId> containers) {
        return known(containers).map(objects -> {
            refuseAbsent(containers, objects.keySet(), "/containers");
            Set<StixId> members = new LinkedHashSet<>();
            objects.values().forEach(found -> found.object().ifPresent(object -> members.addAll(object.members())));
            return members;
        });
    }

    private static void refuseAbsent(Set<StixId> asked, Set<StixId> found, String pointer) {
        List<ProblemError> absent = asked.stream()
                .filter(id -> !found.contains(id))
                .map(id -> new ProblemError(pointer, "The log has no " + id + ", or it was recalled."))
                .toList();
        if (!absent.isEmpty()) {
            throw ProblemException.invalidBody(absent);
        }
    }

    /** An object of the log in its newest version. */
    record Found(KnownContent content, Optional<StixObject> object, int readers) {}

    private Uni<Map<StixId, Found>> known(Set<StixId> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : log.known(ids, PartnerId.EXCHANGE)
                        .chain(known -> log.contents(Renderings.newest(known).keySet())
                                .chain(contents ->
                                        gate.upToDate().map(decisions -> found(known, contents, decisions))));
    }

    private Map<StixId, Found> found(
            Map<StixId, List<KnownContent>> known, Map<Long, byte[]> contents, Decisions decisions) {
        Map<StixId, Found> found = new HashMap<>();
        Set<Long> newest = Renderings.newest(known).keySet();
        known.forEach((id, versions) -> {
            Set<Integer> readers = versions.stream()
                    .flatMap(version -> version.classes().keySet().stream())
                    .flatMap(number -> decisions.recipients(number).ordinals().boxed())
                    .collect(Collectors.toSet());
            boolean standing = versions.stream()
                    .flatMap(version -> version.classes().keySet().stream())
                    .anyMatch(number -> decisions
                            .releaseClass(number)
                            .filter(tuple -> !tuple.wasWithdrawn())
                            .isPresent());
            versions.stream()
                    .filter(version -> standing && newest.contains(version.contentId()))
                    .forEach(version ->
                            found.put(id, new Found(version, read(contents.get(version.contentId())), readers.size())));
        });
        return found;
    }

    private Optional<StixObject> read(byte @Nullable [] content) {
        return content != null && reader.readObject(content) instanceof Candidate.Valid valid
                ? Optional.of(valid.object())
                : Optional.empty();
    }

    /** What is kept, in the order it came, and what was merged. */
    record Sorted(List<GatheredObject> kept, List<Merge> merged) {}

    private Uni<Sorted> merged(Advisory advisory, Set<StixId> added) {
        Set<StixId> all = advisory.wording().gathered().stream()
                .map(GatheredObject::stixId)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        all.addAll(added);
        return known(all).map(found -> {
            refuseAbsent(added, found.keySet(), "");
            List<StixId> there = new ArrayList<>(all);
            there.retainAll(found.keySet());
            Sorted sorted = Duplicates.sort(there, found);
            if (sorted.kept().size() > Wording.GATHERED_MAX) {
                throw ProblemException.invalidBody(
                        "", "An advisory gathers at most " + Wording.GATHERED_MAX + " objects.");
            }
            return sorted;
        });
    }
}
