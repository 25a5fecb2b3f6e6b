package org.entente.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.entente.log.KnownContent;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.Candidate;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.StixId;
import org.entente.stix.StixLimits;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;

/**
 * What the exchange knew of a submission's objects when it came in: the contents it has of them, and which of these the
 * submitter may know of.
 */
final class Background {

    private static final StixReader READER = new StixReader(StixLimits.defaults());

    private final Decisions decisions;
    private final PartnerId submitter;
    private final Map<StixId, List<KnownContent>> known;
    private final Map<Long, StixObject> objects = new HashMap<>();

    Background(Decisions decisions, PartnerId submitter, Map<StixId, List<KnownContent>> known) {
        this.decisions = decisions;
        this.submitter = submitter;
        this.known = known;
    }

    /**
     * Which contents must be read before the candidates can be judged. For an object sent in before with other bytes, those of
     * the same version and the newest the submitter may see, and the newest it may not: an accepted chain of versions agrees on
     * everything else.
     */
    Set<Long> neededFor(List<StixObject> candidates, Set<StixId> markings) {
        Set<Long> needed = new HashSet<>();
        for (StixObject candidate : candidates) {
            List<KnownContent> contents = known.getOrDefault(candidate.id(), List.of());
            if (contents.isEmpty() || exact(candidate).isPresent()) {
                continue;
            }
            contents.stream()
                    .filter(c -> c.version().equals(microseconds(candidate)))
                    .forEach(c -> needed.add(c.contentId()));
            newest(contents, true).ifPresent(c -> needed.add(c.contentId()));
            newest(contents, false).ifPresent(c -> needed.add(c.contentId()));
        }
        for (StixId marking : markings) {
            known.getOrDefault(marking, List.of()).stream().filter(this::isOwn).forEach(c -> needed.add(c.contentId()));
        }
        return needed;
    }

    private Optional<KnownContent> newest(List<KnownContent> contents, boolean visible) {
        return contents.stream().filter(c -> isVisible(c) == visible).max(Comparator.comparing(KnownContent::version));
    }

    private static java.time.Instant microseconds(StixObject object) {
        return object.version().truncatedTo(java.time.temporal.ChronoUnit.MICROS);
    }

    /** Adds what was read. */
    Background with(Map<Long, byte[]> contents) {
        contents.forEach((id, bytes) -> {
            if (READER.readObject(bytes) instanceof Candidate.Valid valid) {
                objects.put(id, valid.object());
            }
        });
        return this;
    }

    /** The same object in the same bytes, white space aside. */
    Optional<KnownContent> exact(StixObject candidate) {
        byte[] digest = candidate.digest();
        return known.getOrDefault(candidate.id(), List.of()).stream()
                .filter(c -> Arrays.equals(c.digest(), digest))
                .findFirst();
    }

    /** Other contents of the object that were read, by whether the submitter may know of them. */
    List<Earlier> others(StixObject candidate, boolean visible) {
        List<Earlier> others = new ArrayList<>();
        for (KnownContent content : known.getOrDefault(candidate.id(), List.of())) {
            StixObject object = objects.get(content.contentId());
            if (object != null && isVisible(content) == visible) {
                others.add(new Earlier(content, object));
            }
        }
        return others;
    }

    /** A content of before, and the object it holds. */
    record Earlier(KnownContent content, StixObject object) {}

    /**
     * What the submitter said earlier that a marking means. Only its own word counts: else somebody could register a marking
     * of others as harmless before they use it.
     */
    Optional<MarkingDefinition> ownMarking(StixId marking) {
        return known.getOrDefault(marking, List.of()).stream()
                .filter(this::isOwn)
                .map(c -> objects.get(c.contentId()))
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .flatMap(StixObject::markingDefinition);
    }

    /** Whether the submitter may know of the object at all. */
    boolean isKnownToSubmitter(StixId id) {
        return known.getOrDefault(id, List.of()).stream().anyMatch(this::isVisible);
    }

    private boolean isOwn(KnownContent content) {
        return content.classes().stream()
                .anyMatch(number -> decisions
                        .releaseClass(number)
                        .map(c -> c.submitter().equals(submitter))
                        .orElse(false));
    }

    private boolean isVisible(KnownContent content) {
        return content.classes().stream().anyMatch(number -> decisions.allows(number, submitter));
    }
}
