package org.entente.release;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.log.LogEntry;
import org.entente.log.NumberedClass;
import org.entente.log.RecallItem;
import org.entente.log.ReleaseClass;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.ClassTable.Row;
import org.entente.release.Decision.Redact;
import org.entente.release.Decision.Rule;
import org.entente.release.Decision.Withhold;
import org.entente.release.view.Pseudonyms;
import org.entente.release.view.Renderer.Order;
import org.entente.release.view.Renderer.Trimming;
import org.entente.release.view.Scope;
import org.entente.release.view.View;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Every release class decided for every partner, immutable. Deciding an entry is a look-up of its class's bit set of partners;
 * a changed directory decides anew only for the partners it changes, further classes are added by {@link #with}.
 *
 * <p>Agreements and delays depend on the time: callers stamp it with {@link #at} for each page or batch. Unstamped decisions
 * count every dated agreement as not in force and every delay as not over.
 *
 * <p>Thread safe. A class or partner this value does not know is released to nobody, so a caller that is behind withholds
 * and never leaks.
 */
public final class Decisions {

    private final Compiled compiled;
    private final @Nullable Instant now;
    private final PartnerSet outside;

    private Decisions(Compiled compiled, @Nullable Instant now) {
        this.compiled = compiled;
        this.now = now;
        this.outside = outside(compiled.dated(), now);
    }

    private static PartnerSet outside(List<Member> dated, @Nullable Instant now) {
        BitSet outside = new BitSet();
        for (Member member : dated) {
            if (now == null || !member.policy().agreement().holdsAt(now)) {
                outside.set(member.ordinal());
            }
        }
        return PartnerSet.of(outside);
    }

    /** No class, no partner: releases nothing, and gives views ids that nobody can repeat. */
    public static Decisions none() {
        return none(Pseudonyms.ofRandomKey());
    }

    /** No class, no partner: releases nothing. */
    public static Decisions none(Pseudonyms pseudonyms) {
        return new Decisions(Compiled.nothing(pseudonyms), null);
    }

    /** @param classes ascending by number */
    public static Decisions compile(Directory directory, List<NumberedClass> classes) {
        return none().with(directory).with(classes);
    }

    /** The same classes under another directory. */
    public Decisions with(Directory changed) {
        return new Decisions(compiled.with(changed), now);
    }

    /**
     * These decisions and further classes.
     *
     * @param further ascending, all above {@link #highestClass}; those not above are passed over
     */
    public Decisions with(List<NumberedClass> further) {
        Compiled more = compiled.with(further);
        return more == compiled ? this : new Decisions(more, now);
    }

    /**
     * Some classes, with all that they are tied to, decided for one partner as it was; anything else is for nobody. It takes what these
     * classes take, where to decide all of them anew grows with what there is.
     */
    public Decisions alone(Member member, Set<Integer> numbers) {
        return none(compiled.pseudonyms())
                .with(directory().of(List.of(member)))
                .with(compiled.classes().closure(numbers));
    }

    /** The same at a moment. */
    public Decisions at(Instant moment) {
        return new Decisions(compiled, moment);
    }

    /** The highest class number these decisions know; 0 for none. */
    public int highestClass() {
        return compiled.classes().highest();
    }

    /** The directory these decisions were compiled from. */
    public Directory directory() {
        return compiled.directory();
    }

    /** The tuple behind a number. */
    public Optional<ReleaseClass> releaseClass(int number) {
        return Optional.ofNullable(compiled.classes().find(number)).map(Row::releaseClass);
    }

    /** Whether anything may be given to the partner now, its own objects too. */
    public boolean reads(PartnerId partner) {
        Member member = directory().partners().get(partner);
        return member != null && member.reads() && !outside.contains(member.ordinal());
    }

    /** Whether the partner may have entries of the class, sooner or later; see {@link #horizon}. */
    public boolean allows(int classNumber, PartnerId partner) {
        Member member = directory().partners().get(partner);
        Row row = compiled.classes().find(classNumber);
        return member != null
                && row != null
                && row.recipients().contains(member.ordinal())
                && !outside.contains(member.ordinal());
    }

    /** All partners that may have entries of the class, its submitter among them. */
    public PartnerSet recipients(int classNumber) {
        Row row = compiled.classes().find(classNumber);
        return row == null ? PartnerSet.NONE : row.recipients().minus(outside);
    }

    /** The same for a class that has no number yet. */
    public PartnerSet recipients(ReleaseClass subject) {
        return PartnerSet.of(compiled.recipients(subject)).minus(outside);
    }

    /** The numbers of all classes the partner may have and the filter keeps, ascending. */
    public int[] visibleTo(PartnerId partner, Predicate<ReleaseClass> filter) {
        Member member = directory().partners().get(partner);
        if (member == null || outside.contains(member.ordinal())) {
            return new int[0];
        }
        List<Integer> visible = new ArrayList<>();
        compiled.classes().forEach(row -> {
            if (row.recipients().contains(member.ordinal()) && filter.test(row.releaseClass())) {
                visible.add(row.number());
            }
        });
        return visible.stream().mapToInt(Integer::intValue).toArray();
    }

    /** The numbers of all classes that anybody at all may have, ascending; see {@link Openly}. */
    public int[] openToAll() {
        List<Integer> open = new ArrayList<>();
        compiled.classes().forEach(row -> {
            if (Openly.allows(row.releaseClass())) {
                open.add(row.number());
            }
        });
        return open.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Releases an entry to anybody at all; empty where that would widen its audience. */
    public Optional<Openly> releaseOpenly(LogEntry entry) {
        return releaseClass(entry.classNumber()).filter(Openly::allows).flatMap(subject -> Openly.checked(entry));
    }

    /**
     * The newest {@code date_added} the partner may have entries of, its own too, so that its feed stays in order; empty when
     * its policy knows no delay.
     */
    public Optional<Instant> horizon(PartnerId partner) {
        Member member = directory().partners().get(partner);
        Duration delay = member == null ? Duration.ZERO : member.policy().to().delay();
        if (delay.isZero()) {
            return Optional.empty();
        }
        Instant moment = now;
        return Optional.of(moment == null || delay.isNegative() ? Instant.MIN : earlier(moment, delay));
    }

    private static Instant earlier(Instant moment, Duration delay) {
        try {
            return moment.minus(delay);
        } catch (DateTimeException | ArithmeticException beforeTime) {
            return Instant.MIN;
        }
    }

    /** The decision for a class and a partner, with the rule behind it. Delays are asked for entries only. */
    public Decision decide(int classNumber, PartnerId partner) {
        Row row = compiled.classes().find(classNumber);
        return row == null ? new Withhold(Rule.UNKNOWN) : decide(row.releaseClass(), partner);
    }

    /** The same for a class that has no number yet. */
    public Decision decide(ReleaseClass subject, PartnerId partner) {
        Member member = directory().partners().get(partner);
        if (member == null) {
            return new Withhold(Rule.UNKNOWN);
        }
        return withholding(subject, member)
                .<Decision>map(Withhold::new)
                .orElseGet(() ->
                        Views.of(subject, member).<Decision>map(Redact::new).orElse(Decision.RELEASE));
    }

    private Optional<Rule> withholding(ReleaseClass subject, Member member) {
        if (subject.wasWithdrawn()) {
            return Optional.of(Rule.RECALLED);
        }
        if (!member.active()) {
            return Optional.of(Rule.SUSPENDED);
        }
        if (outside.contains(member.ordinal())) {
            return Optional.of(Rule.AGREEMENT);
        }
        return subject.submitter().equals(member.id()) ? Optional.empty() : compiled.withholding(subject, member);
    }

    /**
     * Ids, as the log has them, of the objects that the partner may mean by an id it knows: the id itself, and those that
     * views show to it under this id. Most of them exist nowhere; what a {@link Released} is called decides.
     */
    public Set<StixId> originals(PartnerId partner, StixId asked) {
        Set<StixId> candidates = new LinkedHashSet<>();
        candidates.add(asked);
        Member member = directory().partners().get(partner);
        if (member != null) {
            Scope scope = Views.scope(member.policy().to());
            candidates.addAll(compiled.pseudonyms().originals(scope, asked));
            candidates.addAll(compiled.pseudonyms().originals(scope.aloneFor(partner), asked));
        }
        return candidates;
    }

    /**
     * The id under which a partner knows an object of a class it may have.
     *
     * @param members of a container, as its entry links them
     */
    public StixId nameOf(StixId id, int classNumber, Map<StixId, List<Set<Integer>>> members, PartnerId partner) {
        Member member = directory().partners().get(partner);
        Row row = compiled.classes().find(classNumber);
        if (member == null || row == null) {
            return id;
        }
        Set<StixId> trimmed = trimmed(members, row.releaseClass(), partner);
        Order order = new Order(
                Views.of(row.releaseClass(), member).orElse(View.AS_SUBMITTED),
                Set.of(),
                trimmed.isEmpty() ? Optional.empty() : Optional.of(new Trimming(trimmed, partner)));
        return compiled.renderer().nameOf(id, order);
    }

    /** The id under which whoever is given an object so knows it; a container that lacks members has another. */
    public StixId nameOf(StixId id, Decision given) {
        View view = given instanceof Redact redacted ? redacted.view() : View.AS_SUBMITTED;
        return compiled.renderer().nameOf(id, new Order(view, Set.of(), Optional.empty()));
    }

    /** The id under which readers without obligations know an object whose submitter is hidden. */
    public StixId sharedName(StixId id) {
        return compiled.pseudonyms().of(Scope.PLAIN, id);
    }

    /** Whether a partner that may have entries of a class has them as they were submitted, but for trimming. */
    public boolean asSubmitted(int classNumber, PartnerId partner) {
        return decide(classNumber, partner).equals(Decision.RELEASE);
    }

    /** Releases an entry to one partner; see {@link #release(LogEntry, PartnerId, Renderings)}. */
    public Outcome release(LogEntry entry, PartnerId partner) {
        return release(entry, partner, new Renderings());
    }

    /**
     * Releases an entry to a partner, or withholds it. The only way to a {@link Released}.
     *
     * <p>The egress guard is asked last, with the outgoing bytes and what may not be in them only. A {@link Outcome.Quarantined}
     * means that the two disagree: the caller must stop that partner's delivery and tell the operators.
     *
     * @param renderings what was made of the same entry for others
     */
    public Outcome release(LogEntry entry, PartnerId partner, Renderings renderings) {
        Member member = directory().partners().get(partner);
        Row row = compiled.classes().find(entry.classNumber());
        if (member == null || row == null || !allows(entry.classNumber(), partner)) {
            Decision decision = decide(entry.classNumber(), partner);
            return new Outcome.Withheld(decision instanceof Withhold withheld ? withheld.rule() : Rule.UNKNOWN);
        }
        if (horizon(partner).map(entry.dateAdded()::isAfter).orElse(false)) {
            return new Outcome.Withheld(Rule.EMBARGO);
        }
        if (hasAlready(entry.classNumber(), entry.earlierClasses(), partner)) {
            return new Outcome.Withheld(Rule.ALREADY_RELEASED);
        }
        ReleaseClass subject = row.releaseClass();
        String submitterTitle =
                directory().partner(subject.submitter()).map(Member::title).orElse("");
        boolean revision = hasAlready(entry.classNumber(), entry.otherVersions(), partner);
        return new Outgoing(entry, subject, member, submitterTitle, compiled.renderer(), revision)
                .make(trimmed(entry.links().members(), subject, partner), renderings);
    }

    /** What a partner is to be told of a recall; empty while nothing at all may be given to it. */
    public Optional<Recalled> recall(RecallItem item) {
        return reads(item.partner()) ? Optional.of(new Recalled(item)) : Optional.empty();
    }

    /**
     * Members that a container of a class lacks for a partner that may have it.
     *
     * @param members as its entry links them
     */
    public Set<StixId> missing(Map<StixId, List<Set<Integer>>> members, int classNumber, PartnerId partner) {
        Row row = compiled.classes().find(classNumber);
        return row == null ? Set.of() : trimmed(members, row.releaseClass(), partner);
    }

    /** Members the partner may not have. The submitter wrote the list, so it has all of it. */
    private Set<StixId> trimmed(Map<StixId, List<Set<Integer>>> members, ReleaseClass subject, PartnerId partner) {
        return members.isEmpty() || subject.submitter().equals(partner)
                ? Set.of()
                : members.entrySet().stream()
                        .filter(member -> !meets(member.getValue(), partner))
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet());
    }

    private boolean meets(List<Set<Integer>> conditions, PartnerId partner) {
        return conditions.stream().allMatch(anyOf -> anyOf.stream().anyMatch(number -> allows(number, partner)));
    }

    /**
     * Whether the partner has a version by one of the classes of earlier entries. Under another id it is another object to the
     * partner: if one hid the other, a partner could find out by sending in what it suspects a view to stand for.
     */
    public boolean hasAlready(int classNumber, Set<Integer> earlierClasses, PartnerId partner) {
        // Hardly any object has others, and a stream of nothing takes a tenth of a release.
        return !earlierClasses.isEmpty()
                && earlierClasses.stream()
                        .anyMatch(number ->
                                allows(number, partner) && isView(number, partner) == isView(classNumber, partner));
    }

    /** Whether the partner gets entries of the class in a view, under ids of its own. */
    public boolean isView(int classNumber, PartnerId partner) {
        Member member = directory().partners().get(partner);
        Row row = compiled.classes().find(classNumber);
        return member != null
                && row != null
                && Views.of(row.releaseClass(), member).isPresent();
    }
}
