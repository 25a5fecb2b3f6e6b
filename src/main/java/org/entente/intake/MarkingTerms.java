package org.entente.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.ReleaseClass.Markings;
import org.entente.release.EgressGuard;
import org.entente.release.view.Parts;
import org.entente.stix.Candidate;
import org.entente.stix.MarkingDefinition;
import org.entente.stix.MarkingFamily;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;

/** What the objects of one submission are marked with, as far as their submitter explains its markings. */
final class MarkingTerms {

    private static final String PAP_LABEL = "PAP:";

    private static final MarkingDefinition UNREADABLE =
            new MarkingDefinition.Stated(Optional.of(Tlp.RED), Optional.of(Pap.RED), new MarkingDefinition.Other(""));

    private final Optional<Tlp> assumedTlp;
    private final Background background;
    private final Map<StixId, List<MarkingDefinition>> explained;
    private final Map<StixId, List<MarkingDefinition>> said;

    MarkingTerms(Optional<Tlp> assumedTlp, Background background) {
        this(assumedTlp, background, new HashMap<>(), new HashMap<>());
    }

    private MarkingTerms(
            Optional<Tlp> assumedTlp,
            Background background,
            Map<StixId, List<MarkingDefinition>> explained,
            Map<StixId, List<MarkingDefinition>> said) {
        this.assumedTlp = assumedTlp;
        this.background = background;
        this.explained = explained;
        this.said = said;
    }

    /** A definition of the same body was taken, and explains its marking from here on. */
    void explained(StixObject definition) {
        add(explained, definition);
    }

    /** A definition of the same body, whether or not it will be taken: it may make its marking stricter, and nothing else. */
    void said(StixObject definition) {
        add(said, definition);
    }

    /** A definition of the same body cannot be read, and so counts as the strictest. */
    void saidUnreadably(StixId definition) {
        said.computeIfAbsent(definition, any -> new ArrayList<>(1)).add(UNREADABLE);
    }

    private static void add(Map<StixId, List<MarkingDefinition>> meanings, StixObject definition) {
        definition
                .markingDefinition()
                .ifPresent(meaning -> meanings.computeIfAbsent(definition.id(), any -> new ArrayList<>(1))
                        .add(meaning));
    }

    /** Empty when the object carries no TLP and none is assumed. */
    Optional<Markings> of(StixObject object) {
        return wholeTlp(object)
                .or(() -> assumedTlp)
                .map(whole -> withSaid(whole, object.markingsOfTheWhole()))
                .map(whole -> markings(object, whole));
    }

    /** Whether it is stricter by what was said than by what was explained. */
    boolean dependsOnRefused(StixObject object) {
        if (said(object.markings()).findAny().isEmpty()) {
            return false;
        }
        MarkingTerms explainedOnly = new MarkingTerms(assumedTlp, background, explained, Map.of());
        return !of(object).equals(explainedOnly.of(object));
    }

    private Markings markings(StixObject object, Tlp whole) {
        Tlp tlp = object.hasGranularMarkings()
                ? withSaid(
                        strictestTlp(object.markings(), object.bytes())
                                .map(part -> Tlp.stricter(whole, part))
                                .orElse(whole),
                        object.markings())
                : whole;
        Set<StixId> markings = object.markings();
        boolean separable = isSeparable(object, whole, tlp) && !hasPartsOfStatedLevel(markings, whole);
        return new Markings(tlp, whole, separable, pap(object, markings), families(markings));
    }

    /** The definitions of TLP themselves are public; one of a product's own is for those who may know what it marks, unless it says so. */
    private Optional<Tlp> wholeTlp(StixObject object) {
        Optional<Tlp> marked = strictestTlp(object.markingsOfTheWhole(), object.bytesWithoutGranularMarkings());
        if (marked.isPresent()) {
            return marked;
        }
        return Tlp.ofMarking(object.id()).isPresent()
                ? Optional.of(Tlp.CLEAR)
                : object.markingDefinition().flatMap(MarkingDefinition::tlp);
    }

    /** The strictest of these markings and of any the egress guard would find. */
    private Optional<Tlp> strictestTlp(Set<StixId> markings, byte[] content) {
        Optional<Tlp> strictest =
                markings.stream().flatMap(m -> tlp(m).stream()).reduce(Tlp::stricter);
        Optional<Tlp> guarded = mayHoldMarking(content) ? EgressGuard.strictestMarking(content) : Optional.empty();
        return strictest.isPresent() && guarded.isPresent()
                ? Optional.of(Tlp.stricter(strictest.get(), guarded.get()))
                : strictest.or(() -> guarded);
    }

    private Optional<Tlp> tlp(StixId marking) {
        return Tlp.ofMarking(marking).or(() -> statedTlp(marking));
    }

    private Optional<Tlp> statedTlp(StixId marking) {
        return meanings(marking).flatMap(meaning -> meaning.tlp().stream()).reduce(Tlp::stricter);
    }

    private Tlp withSaid(Tlp level, Set<StixId> markings) {
        return said(markings).flatMap(meaning -> meaning.tlp().stream()).reduce(level, Tlp::stricter);
    }

    private Stream<MarkingDefinition> said(Set<StixId> markings) {
        return markings.stream()
                .filter(marking -> Tlp.ofMarking(marking).isEmpty())
                .flatMap(marking -> said.getOrDefault(marking, List.of()).stream());
    }

    /** What takes parts out knows levels by the ids of the standard alone. */
    private boolean hasPartsOfStatedLevel(Set<StixId> markings, Tlp whole) {
        Stream<Tlp> stated = markings.stream()
                .filter(marking -> Tlp.ofMarking(marking).isEmpty())
                .flatMap(marking -> statedTlp(marking).stream());
        return Stream.concat(stated, said(markings).flatMap(meaning -> meaning.tlp().stream()))
                .anyMatch(level -> !level.isWithin(whole));
    }

    /** A marking takes the id of a definition; without its letters, plain or escaped, there is nothing to look for. */
    private static boolean mayHoldMarking(byte[] content) {
        for (int i = 0; i + 7 < content.length; i++) {
            boolean escaped = content[i] == '\\' && content[i + 1] == 'u';
            boolean spelled = (content[i] == 'd' || content[i] == 'D')
                    && (content[i + 1] == 'e' || content[i + 1] == 'E')
                    && (content[i + 2] == 'f' || content[i + 2] == 'F')
                    && (content[i + 3] == 'i' || content[i + 3] == 'I')
                    && (content[i + 4] == 'n' || content[i + 4] == 'N');
            if (escaped || spelled) {
                return true;
            }
        }
        return false;
    }

    /** Whichever level a reader may have: found out now, so that nothing later depends on what is in the parts. */
    private static boolean isSeparable(StixObject object, Tlp whole, Tlp tlp) {
        return Arrays.stream(Tlp.values())
                .filter(level -> whole.isWithin(level) && !tlp.isWithin(level))
                .allMatch(level -> Parts.upTo(level, object.bytes())
                        .map(StoredObjects::candidate)
                        .filter(Candidate.Valid.class::isInstance)
                        .isPresent());
    }

    private Pap pap(StixObject object, Set<StixId> markings) {
        Pap strictest = Pap.CLEAR;
        for (String label : object.topics().labels()) {
            if (label.strip().toUpperCase(Locale.ROOT).startsWith(PAP_LABEL)) {
                strictest = Pap.stricter(strictest, Pap.ofLabel(label).orElse(Pap.RED));
            }
        }
        for (StixId marking : markings) {
            strictest = Pap.stricter(strictest, pap(marking).orElse(Pap.CLEAR));
        }
        return said(markings).flatMap(meaning -> meaning.pap().stream()).reduce(strictest, Pap::stricter);
    }

    private Optional<Pap> pap(StixId marking) {
        return Stream.concat(
                        meanings(marking).flatMap(meaning -> meaning.pap().stream()), Pap.ofMarking(marking).stream())
                .reduce(Pap::stricter);
    }

    private Set<MarkingFamily> families(Set<StixId> markings) {
        Set<MarkingFamily> families = EnumSet.noneOf(MarkingFamily.class);
        for (StixId marking : markings) {
            if (Tlp.ofMarking(marking).isEmpty()) {
                families.addAll(families(marking));
            }
        }
        said(markings).flatMap(meaning -> meaning.family().stream()).forEach(families::add);
        return families;
    }

    private Set<MarkingFamily> families(StixId marking) {
        Set<MarkingFamily> families =
                meanings(marking).flatMap(meaning -> meaning.family().stream()).collect(Collectors.toSet());
        return families.isEmpty() && pap(marking).isEmpty() ? Set.of(MarkingFamily.OTHER) : families;
    }

    /** Only the submitter's own word counts; of several the strictest. */
    private Stream<MarkingDefinition> meanings(StixId marking) {
        return Stream.concat(
                explained.getOrDefault(marking, List.of()).stream(), background.ownMarking(marking).stream());
    }
}
