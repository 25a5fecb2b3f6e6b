package org.entente.recall;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.entente.gate.Gate;
import org.entente.http.Listing;
import org.entente.http.ProblemException;
import org.entente.log.RecallAct;
import org.entente.log.RecallBook;
import org.entente.log.RecallCause;
import org.entente.log.RecallItem;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Directory;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Recalled;
import org.jspecify.annotations.Nullable;

/** Recalls as callers see them. Thread safe. */
@ApplicationScoped
class Notices {

    /** Objects shown with each notice of a list. */
    private static final int OBJECTS_SHOWN = 20;

    private final RecallBook book;
    private final Gate gate;
    private final Clock clock;

    Notices(RecallBook book, Gate gate, Clock clock) {
        this.book = book;
        this.gate = gate;
        this.clock = clock;
    }

    Uni<Listing<Views.Notice>> of(PartnerId partner, boolean openOnly, Listing.Query query) {
        return gate.upToDate()
                .chain(decisions -> !decisions.reads(partner)
                        ? Uni.createFrom().item(new Listing<Views.Notice>(List.of(), null))
                        : book.notices(partner, openOnly, after(query), query.limit() + 1)
                                .chain(found -> withItems(found, decisions))
                                .map(found -> Listing.ofFound(
                                        found, notice -> notice.id().toString(), query)));
    }

    private Uni<List<Views.Notice>> withItems(List<RecallBook.Notice> found, Decisions decisions) {
        return book.items(found.stream().map(RecallBook.Notice::id).toList(), OBJECTS_SHOWN)
                .map(items -> found.stream()
                        .map(notice -> view(notice, shown(items.getOrDefault(notice.id(), List.of()), decisions), null))
                        .toList());
    }

    private static List<Recalled> shown(List<RecallItem> items, Decisions decisions) {
        return items.stream().flatMap(item -> decisions.recall(item).stream()).toList();
    }

    private static Views.Notice view(RecallBook.Notice notice, List<Recalled> objects, @Nullable String next) {
        return new Views.Notice(
                notice.id(),
                notice.cause().label(),
                notice.reason(),
                notice.madeAt(),
                notice.acknowledgedAt().orElse(null),
                notice.note().orElse(null),
                notice.items(),
                objects.stream().map(Views.Item::of).toList(),
                next);
    }

    /** With a page of its objects. Numbers of items are the exchange's own, so a page is found by how many came before. */
    Uni<Views.Notice> one(PartnerId partner, UUID id, Listing.Query query) {
        long skipped = skipped(query);
        return gate.upToDate()
                .chain(decisions -> mine(decisions, partner, id)
                        .chain(notice -> book.items(id, skipped, query.limit() + 1)
                                .map(items -> {
                                    Listing<Recalled> page = Listing.ofFound(
                                            shown(items, decisions),
                                            any -> Long.toString(skipped + query.limit()),
                                            query);
                                    return view(notice, page.items(), page.next());
                                })));
    }

    private static long skipped(Listing.Query query) {
        try {
            return query.after().isEmpty() ? 0 : Math.max(0, Long.parseLong(query.after()));
        } catch (NumberFormatException forged) {
            throw ProblemException.invalidParameter("next must be given back as it was received.");
        }
    }

    private Uni<RecallBook.Notice> mine(Decisions decisions, PartnerId partner, UUID id) {
        return decisions.reads(partner)
                ? book.notice(partner, id).map(found -> found.orElseThrow(ProblemException::notFound))
                : Uni.createFrom().failure(ProblemException.notFound());
    }

    Uni<Views.Notice> acknowledge(PartnerCaller partner, UUID id, Optional<String> note) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return gate.upToDate()
                .chain(decisions -> mine(decisions, partner.partner(), id)
                        .chain(any -> book.acknowledge(partner.partner(), id, now, partner.name(), note))
                        .map(found -> found.orElseThrow(ProblemException::notFound))
                        .chain(notice -> withItems(List.of(notice), decisions))
                        .map(views -> views.get(0)));
    }

    Uni<Listing<Views.Recall>> recalls(boolean openOnly, Listing.Query query) {
        return gate.upToDate()
                .chain(decisions -> book.recalls(openOnly, after(query), query.limit() + 1)
                        .map(found -> Listing.ofFound(
                                found.stream()
                                        .map(entry -> view(entry, decisions.directory()))
                                        .toList(),
                                recall -> recall.id().toString(),
                                query)));
    }

    Uni<Views.Recall> recall(UUID id) {
        return gate.upToDate()
                .chain(decisions -> book.recall(id)
                        .map(found -> found.map(entry -> view(entry, decisions.directory()))
                                .orElseThrow(ProblemException::notFound)));
    }

    private Views.Recall view(RecallBook.Entry entry, Directory directory) {
        boolean hidden = isHidden(entry.act(), directory);
        boolean itsOwn = entry.act().cause() == RecallCause.SUBMITTER;
        long age = Math.max(
                0, Duration.between(entry.act().madeAt(), clock.instant()).toSeconds());
        return new Views.Recall(
                entry.act().id(),
                entry.act().object().map(Object::toString).orElse(null),
                entry.act().cause().label(),
                entry.act().reason(),
                hidden ? null : entry.act().partner(),
                hidden && itsOwn ? null : entry.act().madeBy(),
                entry.act().madeAt(),
                age,
                entry.told(),
                entry.told() - entry.open().size(),
                entry.open().stream()
                        .map(partner -> new Views.OpenNotice(partner, age))
                        .toList(),
                entry.underWay() ? true : null);
    }

    /** A partner whose policy lets nobody know what it submitted is not named to operators here either. */
    private static boolean isHidden(RecallAct act, Directory directory) {
        return act.cause() != RecallCause.POLICY
                && directory
                        .partner(act.partner())
                        .map(member -> member.policy().from().attribution() == Attribution.NOBODY)
                        .orElse(true);
    }

    private static Optional<UUID> after(Listing.Query query) {
        return query.after().isEmpty() ? Optional.empty() : Optional.of(RecallsResource.id(query.after()));
    }
}
