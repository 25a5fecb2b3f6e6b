package org.entente.intake;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.entente.intake.Background.Earlier;
import org.entente.log.Assertion;
import org.entente.log.References;
import org.entente.log.ReleaseClass;
import org.entente.partner.TrustPolicy;
import org.entente.stix.Candidate;
import org.entente.stix.Finding;
import org.entente.stix.LanguageContentRules;
import org.entente.stix.Severity;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.entente.stix.VersionRules;
import org.jspecify.annotations.Nullable;

/**
 * Judges the objects of one submission, one after the other: by themselves, by the submitter's policy, against what the same
 * body held before and against what the submitter may know of. No input or output but values.
 */
final class Judge {

    /** Each version is compared with those before it; a history as long comes in several submissions. */
    private static final int VERSIONS_MAX = 100;

    /** The standard has some forty; each is kept for good, and so is a class for each. */
    private static final int TYPES_MAX = 200;

    private static final String MARKING_DEFINITION = "marking-definition";

    private final TrustPolicy.Mode mode;
    private final Background background;
    private final Terms terms;
    private final Map<StixId, List<StixObject>> taken = new HashMap<>();
    private final LanguageContentRules translations = new LanguageContentRules();
    private final Map<Integer, StixObject> objects = new HashMap<>();
    private final Set<String> types = new HashSet<>();

    Judge(SubmissionRequest request, TrustPolicy.From policy, Background background) {
        this.mode = policy.mode();
        this.background = background;
        this.terms = new Terms(request, policy, background);
    }

    /** One verdict a candidate, in order. Marking definitions are judged first, translations last. */
    List<Verdict> judge(List<Candidate> candidates) {
        candidates.forEach(this::said);
        Verdict[] verdicts = new Verdict[candidates.size()];
        for (Rank rank : Rank.values()) {
            List<Integer> places = IntStream.range(0, verdicts.length)
                    .filter(i -> Rank.of(candidates.get(i)) == rank)
                    .boxed()
                    .toList();
            (rank == Rank.TRANSLATION ? byTarget(places, candidates) : places)
                    .forEach(i -> verdicts[i] = judge(candidates.get(i)));
        }
        return List.of(verdicts).stream().map(this::tied).toList();
    }

    private void said(Candidate candidate) {
        if (candidate instanceof Candidate.Valid valid) {
            terms.said(valid.object());
        } else if (candidate instanceof Candidate.Invalid invalid) {
            invalid.id()
                    .flatMap(StixId::tryParse)
                    .filter(id -> id.type().equals(MARKING_DEFINITION))
                    .ifPresent(terms::saidUnreadably);
        }
    }

    /** Those of one object next to one another. */
    private static List<Integer> byTarget(List<Integer> places, List<Candidate> candidates) {
        Map<String, List<Integer>> byTarget = new LinkedHashMap<>();
        for (Integer place : places) {
            String target = LanguageContentRules.target(((Candidate.Valid) candidates.get(place)).object())
                    .map(found -> found.id().toString())
                    .orElse("");
            byTarget.computeIfAbsent(target, any -> new ArrayList<>()).add(place);
        }
        return byTarget.values().stream().flatMap(List::stream).toList();
    }

    /** In which order objects are judged: what explains others before them, what is held against others after them. */
    private enum Rank {
        DEFINITION,
        OTHER,
        TRANSLATION;

        static Rank of(Candidate candidate) {
            if (!(candidate instanceof Candidate.Valid valid)) {
                return OTHER;
            }
            return switch (valid.object().type()) {
                case MARKING_DEFINITION -> DEFINITION;
                case "language-content" -> TRANSLATION;
                default -> OTHER;
            };
        }
    }

    private Verdict judge(Candidate candidate) {
        if (candidate instanceof Candidate.Invalid invalid) {
            return new Verdict.Refused(
                    invalid.index(),
                    invalid.id().orElse("/objects/" + invalid.index()),
                    invalid.version(),
                    invalid.findings());
        }
        Candidate.Valid valid = (Candidate.Valid) candidate;
        StixObject object = valid.object();
        Terms.Class own = terms.of(object);
        List<Finding> findings = new ArrayList<>(valid.warnings());
        findings.addAll(own.findings());
        if (own.refused()) {
            return refused(valid, findings);
        }
        if (mode == TrustPolicy.Mode.HOLD && Rank.of(valid) != Rank.DEFINITION && terms.dependsOnRefused(object)) {
            findings.add(new Finding(
                    Severity.ERROR,
                    "/object_marking_refs",
                    "marking-refused",
                    "review",
                    "The definition of a marking is refused, and what it says would be forgotten until this is reviewed; send both again once it can"
                            + " be taken, or mark this otherwise."));
            return refused(valid, findings);
        }
        List<StixObject> before = taken.getOrDefault(object.id(), List.of());
        Optional<Finding> excess = excess(object, before);
        if (excess.isPresent()) {
            findings.add(excess.get());
            return refused(valid, findings);
        }
        if (before.stream().anyMatch(b -> sameVersion(b, object) && VersionRules.sameContent(b, object))) {
            return new Verdict.Repeated(valid.index(), object.id().toString(), object.versionText(), findings);
        }
        return against(valid, before, own.stated(), findings);
    }

    private Optional<Finding> excess(StixObject object, List<StixObject> before) {
        if (before.size() >= VERSIONS_MAX) {
            return limit(
                    "/id", "versions-limit", "The body has more than " + VERSIONS_MAX + " versions of this object.");
        }
        types.add(object.type());
        return types.size() > TYPES_MAX
                ? limit("/type", "types-limit", "The body has more than " + TYPES_MAX + " types of objects.")
                : Optional.empty();
    }

    private static Optional<Finding> limit(String pointer, String rule, String message) {
        return Optional.of(new Finding(Severity.ERROR, pointer, rule, "limit", message + " Send it in parts."));
    }

    /** To the microsecond, as versions are kept. */
    private static boolean sameVersion(StixObject one, StixObject other) {
        return one.version()
                .truncatedTo(ChronoUnit.MICROS)
                .equals(other.version().truncatedTo(ChronoUnit.MICROS));
    }

    private static Verdict refused(Candidate.Valid valid, List<Finding> findings) {
        StixObject object = valid.object();
        return new Verdict.Refused(valid.index(), object.id().toString(), object.versionText(), findings);
    }

    private Verdict against(
            Candidate.Valid valid, List<StixObject> before, ReleaseClass stated, List<Finding> findings) {
        StixObject object = valid.object();
        byte[] bytes = object.bytes();
        byte[] digest = ContentDigest.of(bytes);
        if (background.exact(object.id(), digest)) {
            return taken(valid, new Source(bytes, digest), stated, findings);
        }
        List<Earlier> earlier = background.earlier(object.id());
        Optional<Earlier> same = earlier.stream()
                .filter(e -> sameVersion(e.object(), object) && isSame(e.object(), object))
                .findFirst();
        if (same.isPresent()) {
            // Spelled differently, the same by value, and known to the submitter: kept once, in its first spelling.
            Source first =
                    new Source(same.get().object().bytes(), same.get().content().digest());
            return taken(valid, first, stated, findings);
        }
        if (background.isViewId(object.id())) {
            findings.add(new Finding(
                    Severity.ERROR,
                    "/id",
                    "not-your-object",
                    "§3.6",
                    "Others sent this object in; under this id you were given a view of it. Use a new id."));
            return refused(valid, findings);
        }
        List<Finding> broken = new ArrayList<>(broken(object, before, earlier));
        broken.addAll(translating(object));
        if (!broken.isEmpty()) {
            findings.addAll(broken);
            return refused(valid, findings);
        }
        return taken(valid, new Source(bytes, digest), stated, findings);
    }

    /** The TLP definitions are the standard's own: whoever spells their names otherwise means the same. */
    private static boolean isSame(StixObject known, StixObject candidate) {
        return Tlp.ofMarking(candidate.id()).isPresent() || VersionRules.sameContent(known, candidate);
    }

    private static List<Finding> broken(StixObject object, List<StixObject> before, List<Earlier> earlier) {
        boolean versioned = object.modified().isPresent() || object.created().isPresent();
        boolean own = !before.isEmpty() || earlier.isEmpty() || earlier.stream().anyMatch(Earlier::own);
        if (versioned && !own) {
            return List.of(
                    new Finding(
                            Severity.ERROR,
                            "/id",
                            "not-your-object",
                            "§3.6",
                            "Others sent this object in before, with other content; only they make versions of it here. Use a new id."));
        }
        List<StixObject> known = new ArrayList<>(before);
        // Ids of observables follow from their values, so different partners' objects rightly meet under one id.
        earlier.stream().filter(e -> versioned || e.own()).forEach(e -> known.add(e.object()));
        boolean indistinct = known.stream()
                .anyMatch(k -> sameVersion(k, object)
                        && !k.version().equals(object.version())
                        && !VersionRules.sameContent(k, object));
        return indistinct
                ? List.of(new Finding(
                        Severity.ERROR,
                        "/modified",
                        "version-conflict",
                        "§3.6",
                        "This version is known with other content; versions are told apart by the microsecond."))
                : VersionRules.check(object, known);
    }

    /** Against what its submitter may know of the object that it translates, in the same body or before. */
    private List<Finding> translating(StixObject object) {
        return LanguageContentRules.target(object)
                .map(target -> translations.check(
                        object,
                        target,
                        Stream.concat(
                                        taken.getOrDefault(target.id(), List.of()).stream(),
                                        background.earlier(target.id()).stream().map(Earlier::object))
                                .toList()))
                .orElse(List.of());
    }

    private record Source(byte[] bytes, byte[] digest) {}

    private Verdict taken(Candidate.Valid valid, Source source, ReleaseClass stated, List<Finding> findings) {
        StixObject object = valid.object();
        if (background.wasRecalled(object.id(), source.digest())) {
            findings.add(new Finding(
                    Severity.WARNING,
                    "",
                    "recalled",
                    "recall",
                    "This was recalled, and stays so: sent in again it reaches nobody from you. What is right now needs a newer modified, or another id"
                            + " where there is none."));
        }
        taken.computeIfAbsent(object.id(), id -> new ArrayList<>()).add(object);
        terms.explained(object);
        objects.put(valid.index(), object);
        Assertion assertion =
                new Assertion(object.id(), object.version(), source.digest(), source.bytes(), stated, References.NONE);
        String id = object.id().toString();
        return mode == TrustPolicy.Mode.HOLD
                ? new Verdict.Held(valid.index(), id, object.versionText(), findings, assertion, definitions(object))
                : new Verdict.Admitted(
                        valid.index(),
                        id,
                        object.versionText(),
                        findings,
                        assertion,
                        background.hiddenContents(object, source.digest()));
    }

    private static Set<StixId> definitions(StixObject object) {
        return object.markings().stream()
                .filter(marking -> Tlp.ofMarking(marking).isEmpty())
                .collect(Collectors.toSet());
    }

    /** Once it is known which objects were taken. */
    private Verdict tied(Verdict verdict) {
        if (verdict instanceof Verdict.Admitted admitted) {
            return admitted.with(tied(admitted.assertion(), objects.get(admitted.index())));
        }
        return verdict instanceof Verdict.Held held
                ? held.with(tied(held.assertion(), objects.get(held.index())))
                : verdict;
    }

    /**
     * Ties an object to those it refers to, and classes it by them too, as far as its submitter may know of them. An id it cannot have from the exchange
     * betrays nothing of the exchange; tying to it all the same would let a submitter find out, by who gets its relationship,
     * what others keep here.
     */
    private Assertion tied(Assertion assertion, @Nullable StixObject object) {
        if (object == null || object.references().isEmpty()) {
            return assertion;
        }
        References references = new ReferenceReader(background, taken.keySet())
                .read(object, assertion.stated().origin().attribution());
        return assertion.referringTo(references, terms.withReferences(assertion.stated(), object, taken));
    }
}
