package org.entente.intake;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.KnownContent;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * What the exchange knew of a submission's objects when it came in, as far as the submitter may know it too. What it may not
 * see is neither read nor compared with before it is answered: nothing invisible can then shape the answer, or its time.
 */
final class Background {

    private final Decisions decisions;
    private final PartnerId submitter;
    private final Instant now;

    /** The newest date at which an entry of others may have been added for the submitter to have it by now. */
    private final Optional<Instant> horizon;

    private final Map<StixId, List<KnownContent>> visible = new HashMap<>();
    private final Map<StixId, List<KnownContent>> hidden = new HashMap<>();
    private final Map<Long, StixObject> objects = new HashMap<>();

    /**
     * @param decisions not older than what is known, or its newest classes would count as hidden
     * @param now when the submission came
     */
    Background(Decisions decisions, PartnerId submitter, Instant now, Map<StixId, List<KnownContent>> known) {
        this.decisions = decisions;
        this.submitter = submitter;
        this.now = now;
        this.horizon = decisions.at(now).horizon(submitter);
        known.values().stream()
                .flatMap(List::stream)
                .forEach(content -> (isVisible(content) ? visible : hidden)
                        .computeIfAbsent(content.id(), id -> new ArrayList<>())
                        .add(content));
    }

    /**
     * Which contents must be read before the candidates can be judged: for an object sent in before with other bytes, those
     * of the same version, the newest, and the newest the submitter asserted itself. An accepted chain of versions agrees on
     * everything else.
     */
    Set<Long> neededFor(List<StixObject> candidates, Set<StixId> markings) {
        Set<Long> needed = new HashSet<>();
        for (StixObject candidate : candidates) {
            List<KnownContent> contents = visible.getOrDefault(candidate.id(), List.of());
            if (contents.isEmpty() || exact(candidate.id(), ContentDigest.of(candidate.bytes()))) {
                continue;
            }
            Stream.of(
                            contents.stream().filter(c -> c.version().equals(microseconds(candidate))),
                            contents.stream().max(Comparator.comparing(KnownContent::version)).stream(),
                            contents.stream()
                                    .filter(this::isOwn)
                                    .max(Comparator.comparing(KnownContent::version))
                                    .stream())
                    .flatMap(found -> found)
                    .forEach(c -> needed.add(c.contentId()));
        }
        for (StixId marking : markings) {
            visible.getOrDefault(marking, List.of()).stream()
                    .filter(this::isOwn)
                    .forEach(c -> needed.add(c.contentId()));
        }
        return needed;
    }

    /** Whether the submitter may see these very bytes. */
    boolean exact(StixId id, byte[] digest) {
        return visible.getOrDefault(id, List.of()).stream().anyMatch(c -> Arrays.equals(c.digest(), digest));
    }

    private static Instant microseconds(StixObject object) {
        return object.version().truncatedTo(ChronoUnit.MICROS);
    }

    /** Adds what was read. */
    Background with(Map<Long, byte[]> contents) {
        contents.forEach((id, bytes) -> {
            StoredObjects.read(bytes).ifPresent(object -> objects.put(id, object));
        });
        return this;
    }

    /** A content of before, the object it holds, and whether the submitter asserted it. */
    record Earlier(KnownContent content, StixObject object, boolean own) {}

    /** The contents of the object that were read. */
    List<Earlier> earlier(StixId id) {
        List<Earlier> earlier = new ArrayList<>();
        for (KnownContent content : visible.getOrDefault(id, List.of())) {
            StixObject object = objects.get(content.contentId());
            if (object != null) {
                earlier.add(new Earlier(content, object, isOwn(content)));
            }
        }
        return earlier;
    }

    /** Contents of the object to compare with once the answer is out: other bytes of the same version, and the newest. */
    Set<Long> hiddenContents(StixObject candidate, byte[] digest) {
        List<KnownContent> contents = hidden.getOrDefault(candidate.id(), List.of());
        return Stream.concat(
                        contents.stream().filter(c -> c.version().equals(microseconds(candidate))),
                        contents.stream().max(Comparator.comparing(KnownContent::version)).stream())
                .filter(c -> !Arrays.equals(c.digest(), digest))
                .map(KnownContent::contentId)
                .collect(Collectors.toSet());
    }

    /**
     * What the submitter said earlier that a marking means. Only its own word counts: else somebody could register a marking
     * of others as harmless before they use it.
     */
    Optional<MarkingDefinition> ownMarking(StixId marking) {
        return visible.getOrDefault(marking, List.of()).stream()
                .filter(this::isOwn)
                .map(c -> objects.get(c.contentId()))
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(StixObject::markingDefinition);
    }

    /** Whether the submitter asserts the object itself. */
    boolean isOwn(StixId id) {
        return visible.getOrDefault(id, List.of()).stream().anyMatch(this::isOwn);
    }

    /** The classes by which the submitter may know an object of others; empty when it may not. */
    Set<Integer> visibleClasses(StixId id) {
        return visible.getOrDefault(id, List.of()).stream()
                .flatMap(this::visibleClasses)
                .collect(Collectors.toSet());
    }

    /** What the object is about, as far as the submitter may know. */
    List<Topic> visibleTopics(StixId id) {
        return visibleClasses(id).stream()
                .flatMap(number -> decisions.releaseClass(number).stream())
                .map(ReleaseClass::topic)
                .toList();
    }

    /** The submitter's title. */
    String title() {
        return decisions.directory().partner(submitter).map(Member::title).orElse("");
    }

    /** Whether the agreement with the submitter holds now. */
    boolean agreed() {
        return decisions
                .directory()
                .partner(submitter)
                .map(member -> member.policy().agreement().holdsAt(now))
                .orElse(false);
    }

    /** What the exchange accepts from the submitter now. */
    TrustPolicy.From policy() {
        return decisions
                .directory()
                .partner(submitter)
                .filter(Member::active)
                .map(member -> member.policy().from())
                .orElse(TrustPolicy.CLOSED.from());
    }

    /** The communities the submitter is in. */
    Set<CommunityId> communities() {
        return decisions.directory().partner(submitter).map(Member::communities).orElse(Set.of());
    }

    private boolean isOwn(KnownContent content) {
        return content.classes().keySet().stream().anyMatch(this::isOwn);
    }

    private boolean isOwn(int classNumber) {
        return decisions
                .releaseClass(classNumber)
                .map(c -> c.submitter().equals(submitter))
                .orElse(false);
    }

    private boolean isVisible(KnownContent content) {
        return visibleClasses(content).findAny().isPresent();
    }

    /** An entry under embargo is as hidden as one it may never have: else intake would tell of it before the feed does. */
    private Stream<Integer> visibleClasses(KnownContent content) {
        return content.classes().entrySet().stream()
                .filter(asserted -> isOwn(asserted.getKey())
                        || decisions.allows(asserted.getKey(), submitter)
                                && horizon.map(newest -> !asserted.getValue().isAfter(newest))
                                        .orElse(true))
                .map(Map.Entry::getKey);
    }
}
