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
import org.entente.log.Assertion;
import org.entente.log.KnownContent;
import org.entente.log.KnownContent.First;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Topic;
import org.entente.partner.Directory.Member;
import org.entente.partner.TrustPolicy;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.LanguageContentRules;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/**
 * What the exchange knew of a submission's objects when it came in, as far as the submitter may know it too. Of what it may not
 * see no bytes are read before it is answered, and nothing shapes the answer; that its bytes are there decides only how they are stored.
 */
final class Background {

    private final Decisions decisions;
    private final PartnerId submitter;
    private final Instant now;

    /** The newest date at which an entry of others may have been added for the submitter to have it by now. */
    private final Optional<Instant> horizon;

    /** By the ids the submitter knows them by. */
    private final Map<StixId, List<Known>> visible = new HashMap<>();

    /** Contents it has not as they are, by their own ids. */
    private final Map<StixId, List<KnownContent>> hidden = new HashMap<>();

    /** All that is known, whoever may see it. */
    private final Map<StixId, List<KnownContent>> known;

    /** Classes by which the submitter could know objects before they were erased. */
    private final Map<StixId, Set<Integer>> erased = new HashMap<>();

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
        this.known = known;
        known.values().stream().flatMap(List::stream).forEach(this::add);
    }

    /**
     * A content under an id the submitter knows it by.
     *
     * @param classes by which it may have it
     * @param own whether it asserted it
     * @param verbatim whether it has these very bytes
     */
    private record Known(KnownContent content, Set<Integer> classes, boolean own, boolean verbatim) {}

    private void add(KnownContent content) {
        Map<StixId, Set<Integer>> byName = new HashMap<>();
        boolean own = false;
        boolean verbatim = false;
        for (Map.Entry<Integer, First> asserted : content.classes().entrySet()) {
            int number = asserted.getKey();
            if (isOwn(number)) {
                own = true;
                verbatim = true;
                byName.computeIfAbsent(content.id(), id -> new HashSet<>()).add(number);
            } else if (mayHave(number, asserted.getValue())) {
                StixId name = decisions.nameOf(
                        content.id(), number, asserted.getValue().members(), submitter);
                verbatim |= name.equals(content.id()) && decisions.asSubmitted(number, submitter);
                byName.computeIfAbsent(name, id -> new HashSet<>()).add(number);
            }
        }
        for (Map.Entry<StixId, Set<Integer>> name : byName.entrySet()) {
            boolean same = name.getKey().equals(content.id());
            visible.computeIfAbsent(name.getKey(), id -> new ArrayList<>())
                    .add(new Known(content, name.getValue(), own && same, verbatim && same));
        }
        if (!verbatim) {
            hidden.computeIfAbsent(content.id(), id -> new ArrayList<>()).add(content);
        }
    }

    /** An entry under embargo is as hidden as one it may never have: else intake would tell of it before the feed does. */
    private boolean mayHave(int classNumber, First first) {
        return decisions.allows(classNumber, submitter)
                && horizon.map(newest -> !first.dateAdded().isAfter(newest)).orElse(true);
    }

    private boolean isOwn(int classNumber) {
        return decisions
                .releaseClass(classNumber)
                .map(c -> c.submitter().equals(submitter))
                .orElse(false);
    }

    /**
     * Which contents must be read before the candidates can be judged: for an object sent in before with other bytes, those
     * of the same version, the newest, and the newest the submitter asserted itself. An accepted chain of versions agrees on
     * everything else, but that a creator may be left unsaid. And for a translation those of what it translates.
     */
    Set<Long> neededFor(List<StixObject> candidates, Set<StixId> markings) {
        Set<Long> needed = new HashSet<>();
        for (StixObject candidate : candidates) {
            List<KnownContent> contents = verbatim(candidate.id());
            if (contents.isEmpty() || exact(candidate.id(), ContentDigest.of(candidate.bytes()))) {
                continue;
            }
            Stream.of(
                            contents.stream().filter(c -> c.version().equals(microseconds(candidate))),
                            contents.stream().max(Comparator.comparing(KnownContent::version)).stream(),
                            own(candidate.id()).max(Comparator.comparing(KnownContent::version)).stream())
                    .flatMap(found -> found)
                    .forEach(c -> needed.add(c.contentId()));
        }
        for (StixId marking : markings) {
            own(marking).forEach(c -> needed.add(c.contentId()));
        }
        candidates.stream()
                .flatMap(candidate -> LanguageContentRules.target(candidate).stream())
                .flatMap(target -> translated(target))
                .forEach(c -> needed.add(c.contentId()));
        return needed;
    }

    /** Of an observable there may be several. */
    private Stream<KnownContent> translated(LanguageContentRules.Target target) {
        List<KnownContent> contents = verbatim(target.id());
        Optional<Instant> version = target.version()
                .map(named -> named.truncatedTo(ChronoUnit.MICROS))
                .or(() -> contents.stream().map(KnownContent::version).max(Comparator.naturalOrder()));
        return contents.stream().filter(c -> Optional.of(c.version()).equals(version));
    }

    private List<KnownContent> verbatim(StixId id) {
        return visible.getOrDefault(id, List.of()).stream()
                .filter(Known::verbatim)
                .map(Known::content)
                .toList();
    }

    private Stream<KnownContent> own(StixId id) {
        return visible.getOrDefault(id, List.of()).stream().filter(Known::own).map(Known::content);
    }

    /** Whether the submitter may see these very bytes. */
    boolean exact(StixId id, byte[] digest) {
        return verbatim(id).stream().anyMatch(c -> Arrays.equals(c.digest(), digest));
    }

    /** Whether the submitter asserted these very bytes, and they were taken back from everybody. */
    boolean wasRecalled(StixId id, byte[] digest) {
        return own(id).filter(c -> Arrays.equals(c.digest(), digest))
                .flatMap(c -> c.classes().keySet().stream())
                .filter(this::isOwn)
                .anyMatch(number -> decisions
                        .releaseClass(number)
                        .filter(ReleaseClass::wasWithdrawn)
                        .isPresent());
    }

    /** Whether the exchange has these very bytes, whoever may see them: for the way of storing alone, never for an answer. */
    boolean isStored(Assertion assertion) {
        return withBytesOf(assertion).findAny().isPresent();
    }

    /** Whether the submitter asserts these very bytes already. */
    boolean isRepeated(Assertion assertion) {
        return withBytesOf(assertion)
                .anyMatch(content -> content.classes().keySet().stream().anyMatch(this::isOwn));
    }

    private Stream<KnownContent> withBytesOf(Assertion assertion) {
        return known.getOrDefault(assertion.id(), List.of()).stream()
                .filter(c -> Arrays.equals(c.digest(), assertion.digest()));
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

    /**
     * Adds what was erased, of which nothing else is known any more: what refers to it is as restricted as before, or erasing something
     * would tell of it.
     */
    Background withErased(Map<StixId, Map<Integer, Instant>> found) {
        found.forEach((id, classes) -> classes.forEach((number, added) -> {
            if (isOwn(number) || mayHave(number, First.at(added))) {
                erased.computeIfAbsent(id, any -> new HashSet<>()).add(number);
            }
        }));
        return this;
    }

    /** Whether the submitter asserted the object itself before it was erased. */
    boolean wasOwn(StixId id) {
        return erased.getOrDefault(id, Set.of()).stream().anyMatch(this::isOwn);
    }

    /** The classes by which the submitter could know an object before it was erased; empty when it could not. */
    Set<Integer> erasedClasses(StixId id) {
        return erased.getOrDefault(id, Set.of());
    }

    /** A content of before, the object it holds, and whether the submitter asserted it. */
    record Earlier(KnownContent content, StixObject object, boolean own) {}

    /** The contents of the object that were read. */
    List<Earlier> earlier(StixId id) {
        List<Earlier> earlier = new ArrayList<>();
        for (Known known : visible.getOrDefault(id, List.of())) {
            StixObject object = objects.get(known.content().contentId());
            if (object != null && known.verbatim()) {
                earlier.add(new Earlier(known.content(), object, known.own()));
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
        return own(marking)
                .map(c -> objects.get(c.contentId()))
                .filter(Objects::nonNull)
                .findFirst()
                .flatMap(StixObject::markingDefinition);
    }

    /** Whether the submitter asserts the object itself. */
    boolean isOwn(StixId id) {
        return own(id).findAny().isPresent();
    }

    /** Whether the id is one that views made for the submitter; what it names is others' then. */
    boolean isViewId(StixId id) {
        return !isOwn(id)
                && visible.getOrDefault(id, List.of()).stream()
                        .anyMatch(known -> !known.content().id().equals(id));
    }

    /**
     * Whether the id is one that views made for every reader without obligations, the submitter among them: those know the same
     * object by it.
     */
    boolean isSharedViewId(StixId id) {
        boolean unobliged = decisions
                .directory()
                .partner(submitter)
                .map(member -> member.policy().to().view().equals(Obligations.NONE))
                .orElse(false);
        return unobliged
                && isViewId(id)
                && visible.getOrDefault(id, List.of()).stream()
                        .allMatch(known -> known.classes().stream()
                                .allMatch(number -> decisions
                                        .nameOf(known.content().id(), number, Map.of(), submitter)
                                        .equals(id)));
    }

    /** The classes by which the submitter may know an object; empty when it may not. */
    Set<Integer> visibleClasses(StixId id) {
        return visible.getOrDefault(id, List.of()).stream()
                .flatMap(known -> known.classes().stream())
                .collect(Collectors.toSet());
    }

    /** The same by the ids that the log has of what the submitter knows under this one. */
    Map<StixId, Set<Integer>> visibleOriginals(StixId id) {
        Map<StixId, Set<Integer>> originals = new HashMap<>();
        for (Known known : visible.getOrDefault(id, List.of())) {
            originals
                    .computeIfAbsent(known.content().id(), original -> new HashSet<>())
                    .addAll(known.classes());
        }
        return originals;
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
}
