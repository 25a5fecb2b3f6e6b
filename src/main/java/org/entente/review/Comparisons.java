package org.entente.review;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entente.explain.BodyAudience;
import org.entente.explain.ForetoldAudience;
import org.entente.gate.Gate;
import org.entente.intake.Foresight.Foreseen;
import org.entente.intake.HeldForesight;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue;
import org.entente.log.KnownContent;
import org.entente.log.LogWriter;
import org.entente.log.ReleaseClass;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.review.Comparison.Known;
import org.entente.review.Comparison.Other;
import org.entente.stix.DeterministicIds;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/** Puts a held object beside what is known of it, for operators. Thread safe. */
@ApplicationScoped
public class Comparisons {

    private static final int HELD_MAX = 10;

    /** An older one may have said something else. */
    private static final int VERSIONS_OF_PATTERN = 3;

    private static final Set<String> CREATOR = Set.of("created_by_ref");

    private final ReviewQueue queue;
    private final HeldForesight foresight;
    private final ForetoldAudience audiences;
    private final PatternIndex patterns;
    private final LogWriter log;
    private final Gate gate;

    Comparisons(
            ReviewQueue queue,
            HeldForesight foresight,
            ForetoldAudience audiences,
            PatternIndex patterns,
            LogWriter log,
            Gate gate) {
        this.patterns = patterns;
        this.queue = queue;
        this.foresight = foresight;
        this.audiences = audiences;
        this.log = log;
        this.gate = gate;
    }

    /** Fails with 404 for what is not held, and with 409 once it was refused: there is no content any more. */
    public Uni<Comparison> of(UUID id) {
        return queue.one(id).chain(object -> {
            byte[] content = object.content().orElseThrow(ReviewService::noContent);
            Optional<StixId> other = DeterministicIds.of(content).filter(standard -> !standard.equals(object.stixId()));
            return Uni.combine()
                    .all()
                    .unis(
                            known(ids(object, other), object, content, Comparison.VERSIONS_MAX, any -> true),
                            samePatterns(object, content),
                            others(object, content, other),
                            forecast(object),
                            waits(id))
                    .with((known, patterns, held, forecast, waits) -> new Comparison(
                            of(known, object.stixId()),
                            other.map(same -> of(known, same)).orElse(List.of()),
                            patterns,
                            held,
                            forecast.hindrance().orElse(null),
                            waits,
                            forecast.item().audience()));
        });
    }

    private static List<Known> of(List<Known> known, StixId id) {
        return known.stream().filter(one -> one.id().equals(id.toString())).toList();
    }

    private record Forecast(BodyAudience.Item item, Optional<String> hindrance) {}

    private Uni<Forecast> forecast(HeldObject object) {
        return foresight
                .of(List.of(object))
                .chain(foreseen -> audiences
                        .ofHeld(object.submitter(), foreseen)
                        .map(body -> new Forecast(body.objects().get(0), hindrance(foreseen.get(0)))));
    }

    private static Optional<String> hindrance(Foreseen foreseen) {
        return foreseen.assertion().isPresent()
                ? Optional.empty()
                : Optional.of(foreseen.findings().get(0).message());
    }

    private Uni<List<UUID>> waits(UUID id) {
        return queue.waitingFor(Set.of(id))
                .map(waits -> waits.getOrDefault(id, Set.of()).stream().sorted().toList());
    }

    private static Set<StixId> ids(HeldObject object, Optional<StixId> other) {
        Set<StixId> ids = new HashSet<>(Set.of(object.stixId()));
        other.ifPresent(ids::add);
        return ids;
    }

    private Uni<List<Known>> samePatterns(HeldObject object, byte[] content) {
        return PatternMeaning.of(content)
                .map(meaning -> patterns.same(meaning, Comparison.PATTERNS_MAX + 1)
                        .map(ids -> {
                            Set<StixId> others = new HashSet<>(ids);
                            others.remove(object.stixId());
                            return others;
                        })
                        .chain(ids -> known(
                                ids,
                                object,
                                content,
                                VERSIONS_OF_PATTERN,
                                other -> PatternMeaning.of(other).equals(Optional.of(meaning))))
                        .map(known -> known.stream()
                                .sorted(Comparator.comparing(Known::firstAdded).reversed())
                                .limit(Comparison.PATTERNS_MAX)
                                .toList()))
                .orElseGet(() -> Uni.createFrom().item(List.of()));
    }

    private Uni<List<Known>> known(
            Set<StixId> ids, HeldObject object, byte[] content, int versions, Predicate<byte[]> wanted) {
        return log.known(ids, object.submitter())
                .map(found -> found.values().stream()
                        .flatMap(contents -> newest(contents, versions))
                        .toList())
                .chain(newest -> beside(newest, content, wanted));
    }

    private static Stream<KnownContent> newest(Collection<KnownContent> contents, int limit) {
        return contents.stream()
                .filter(content -> !content.classes().isEmpty())
                .sorted(Comparator.comparing(KnownContent::version)
                        .thenComparing(KnownContent::contentId)
                        .reversed())
                .limit(limit);
    }

    private Uni<List<Known>> beside(List<KnownContent> contents, byte[] held, Predicate<byte[]> wanted) {
        Set<Long> numbers = new HashSet<>();
        contents.forEach(content -> numbers.add(content.contentId()));
        return log.contents(numbers)
                .chain(bytes -> gate.upToDate()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(decisions -> contents.stream()
                                .flatMap(content ->
                                        Optional.ofNullable(bytes.get(content.contentId())).filter(wanted).stream()
                                                .map(known -> known(decisions, content, known, held)))
                                .toList()));
    }

    private static Known known(Decisions decisions, KnownContent content, byte[] known, byte[] held) {
        List<ReleaseClass> classes = content.classes().keySet().stream()
                .flatMap(number -> decisions.releaseClass(number).stream())
                .toList();
        List<PartnerId> submitters = classes.stream()
                .filter(one -> one.origin().attribution() != Attribution.NOBODY)
                .map(ReleaseClass::submitter)
                .distinct()
                .sorted()
                .toList();
        // Who made it would tell who sent it in.
        boolean named = classes.stream().noneMatch(one -> one.origin().attribution() == Attribution.NOBODY);
        List<Difference> differences = Difference.between(held, known, named ? Set.of() : CREATOR);
        return new Known(
                content.id().toString(),
                content.version().equals(Instant.EPOCH) ? null : content.version(),
                firstAdded(content),
                classes.stream()
                        .map(one -> one.markings().tlp())
                        .reduce(Tlp::stricter)
                        .map(Tlp::label)
                        .orElse(null),
                submitters,
                classes.stream().allMatch(ReleaseClass::wasWithdrawn),
                named ? Arrays.equals(known, held) : differences.isEmpty(),
                differences);
    }

    private static Instant firstAdded(KnownContent content) {
        return content.classes().values().stream()
                .map(KnownContent.First::dateAdded)
                .min(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    private Uni<List<Other>> others(HeldObject object, byte[] content, Optional<StixId> other) {
        return queue.othersOf(ids(object, other), object.id(), HELD_MAX)
                .map(found -> found.stream()
                        .flatMap(held -> held.content().stream()
                                .map(theirs -> new Other(
                                        held.id(),
                                        held.objectId(),
                                        held.version(),
                                        held.submitter(),
                                        held.tlp(),
                                        Difference.between(content, theirs))))
                        .toList());
    }

    /** Who would get these, as if they were released together, and what hinders those that cannot be: by review. */
    Uni<Map<UUID, Foretaste>> foretaste(List<HeldObject> together) {
        return foresight
                .of(together)
                .chain(foreseen -> audiences
                        .ofHeld(together.get(0).submitter(), foreseen)
                        .map(body -> {
                            Map<UUID, Foretaste> tastes = new LinkedHashMap<>();
                            for (int i = 0; i < together.size(); i++) {
                                tastes.put(
                                        together.get(i).id(),
                                        new Foretaste(
                                                hindrance(foreseen.get(i)),
                                                body.objects().get(i)));
                            }
                            return tastes;
                        }));
    }

    /** What releasing one would do. */
    record Foretaste(Optional<String> hindrance, BodyAudience.Item item) {}
}
