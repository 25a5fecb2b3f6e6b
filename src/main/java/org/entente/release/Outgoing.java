package org.entente.release;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.log.LogEntry;
import org.entente.log.ReleaseClass;
import org.entente.log.ReleaseClass.Markings;
import org.entente.partner.Directory.Member;
import org.entente.release.Decision.Rule;
import org.entente.release.EgressGuard.Ceiling;
import org.entente.release.EgressGuard.Hidden;
import org.entente.release.view.Renderer;
import org.entente.release.view.Renderer.Order;
import org.entente.release.view.Renderer.Rendered;
import org.entente.release.view.Renderer.Trimming;
import org.entente.release.view.View;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;

/**
 * Makes what a partner gets of an entry it may have, and has the guard look at it. Immutable.
 *
 * @param entry of the log
 * @param subject its class
 * @param member who gets it
 * @param submitterTitle what people call the submitter
 * @param renderer makes views
 * @param revision whether the partner could have another version of it before
 */
record Outgoing(
        LogEntry entry,
        ReleaseClass subject,
        Member member,
        String submitterTitle,
        Renderer renderer,
        boolean revision) {

    /** @param trimmed members of a container that the partner may not have */
    Outcome make(Set<StixId> trimmed, Renderings memo) {
        Optional<View> view = Views.of(subject, member);
        return view.isEmpty() && trimmed.isEmpty()
                ? asSubmitted(memo)
                : redacted(order(view.orElse(View.AS_SUBMITTED), trimmed), memo);
    }

    private Order order(View view, Set<StixId> trimmed) {
        Optional<Trimming> trimming =
                trimmed.isEmpty() ? Optional.empty() : Optional.of(new Trimming(trimmed, member.id()));
        return new Order(view, entry.links().foreign(), trimming);
    }

    private Outcome asSubmitted(Renderings memo) {
        Ceiling ceiling = EgressGuard.ceilingOf(subject, member);
        return memo.objection(
                        entry, Optional.empty(), ceiling, () -> EgressGuard.check(entry.content(), entry.id(), ceiling))
                .<Outcome>map(Outcome.Quarantined::new)
                .orElseGet(
                        () -> new Released(entry, subject.feed(), subject.tlp(), member.id(), asRendered(), revision));
    }

    private Rendered asRendered() {
        return new Rendered(entry.id(), entry.content());
    }

    private Outcome redacted(Order order, Renderings memo) {
        return memo.of(entry, order, renderer)
                .map(rendered -> checked(rendered, order, memo))
                .orElseGet(() -> unrendered(order, memo));
    }

    private Outcome checked(Rendered rendered, Order order, Renderings memo) {
        Ceiling ceiling = EgressGuard.ceilingOf(subject, member);
        Hidden hidden = new Hidden(
                rendered.id().equals(entry.id()) ? Optional.empty() : Optional.of(entry.id()),
                order.view().hidesSubmitter() ? EgressGuard.creatorOf(entry.content()) : Optional.empty(),
                order.view().hidesSubmitter() ? submitterNames() : Set.of());
        return memo.objection(
                        entry,
                        Optional.of(order),
                        ceiling,
                        () -> EgressGuard.check(rendered.content(), rendered.id(), ceiling))
                .<Outcome>map(Outcome.Quarantined::new)
                .orElseGet(() -> untelling(rendered, order, hidden, memo));
    }

    /**
     * A view that tells what it is to hide is withheld, and stops nobody's delivery: what a submitter writes into its text, or
     * what it is called since, is no fault of the exchange that somebody has to look at.
     */
    private Outcome untelling(Rendered rendered, Order order, Hidden hidden, Renderings memo) {
        return memo.telling(entry, order, () -> EgressGuard.checkHidden(rendered.content(), hidden))
                .<Outcome>map(told -> new Outcome.Withheld(Rule.REVEALING))
                .orElseGet(() ->
                        new Released(entry, subject.feed(), tlp(rendered, order), member.id(), rendered, revision));
    }

    private Set<String> submitterNames() {
        // Often one and the same.
        return Stream.of(subject.submitter().value(), submitterTitle).collect(Collectors.toUnmodifiableSet());
    }

    /** Of what is left: the strictest of the whole entry would tell that there was more. */
    private Tlp tlp(Rendered rendered, Order order) {
        Markings marked = subject.markings();
        return order.view().partsUpTo().isEmpty()
                ? marked.tlp()
                : EgressGuard.strictestMarking(rendered.content())
                        .map(left -> Tlp.stricter(left, marked.wholeTlp()))
                        .orElse(marked.wholeTlp());
    }

    /** A container of whose members none is left is as withheld as they are; anything else was never to happen. */
    private Outcome unrendered(Order order, Renderings memo) {
        boolean allTrimmed = order.trimming().isPresent()
                && memo.of(entry, order.untrimmed(), renderer).isPresent();
        return allTrimmed
                ? new Outcome.Withheld(Rule.TIED)
                : new Outcome.Quarantined("The view that the policy asks for cannot be made of the content");
    }
}
