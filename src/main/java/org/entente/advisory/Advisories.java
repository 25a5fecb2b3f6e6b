package org.entente.advisory;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.entente.advisory.Advisory.Action;
import org.entente.advisory.Advisory.Event;
import org.entente.advisory.Advisory.State;
import org.entente.advisory.AdvisoryContent.SourceDocument;
import org.entente.advisory.AdvisoryRows.Search;
import org.entente.advisory.AdvisoryRows.Turn;
import org.entente.audit.Origin;
import org.entente.http.ProblemException;
import org.entente.partner.SecondPersons;
import org.entente.party.OperatorId;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * Advisories from the first draft to their approval, for operators; {@link Circulation} does the rest. Thread safe; every call may come from any thread.
 *
 * <p>Every change fails with a {@link ProblemException} that says what is not possible: 404 for one that is not there, 403 for the
 * wrong person, 409 for the wrong moment, 412 and 428 as of {@link AdvisoryRules}. Nothing of what it
 * answers may be shown to a partner as it is.
 */
@ApplicationScoped
public class Advisories {

    private final Pool pool;
    private final SecondPersons secondPersons;
    private final AdvisoryChanges changes;
    private final Sources sources;
    private final AdvisoryConfig config;

    Advisories(
            Pool pool, SecondPersons secondPersons, AdvisoryChanges changes, Sources sources, AdvisoryConfig config) {
        if (!TrackingId.isPrefix(config.trackingPrefix())) {
            throw new IllegalStateException(
                    "entente.advisory.tracking-prefix must be 2 to 20 capital letters and digits, a letter first");
        }
        this.pool = pool;
        this.secondPersons = secondPersons;
        this.changes = changes;
        this.sources = sources;
        this.config = config;
    }

    /**
     * Somebody doing something with an advisory.
     *
     * @param by who
     * @param ifMatch the ETag of what they have seen; absent fails with 428
     * @param reason why, kept for good
     * @param origin whence the request comes, for the audit trail
     */
    public record Step(OperatorId by, @Nullable String ifMatch, Optional<String> reason, Origin origin) {

        /** Of the request that is being answered: to be made on its context. */
        public Step(OperatorId by, @Nullable String ifMatch, Optional<String> reason) {
            this(by, ifMatch, reason, Origin.current());
        }
    }

    /** A new one, as a draft. */
    public Uni<Advisory> write(Wording wording, OperatorId by, Optional<String> reason) {
        Printing.checkLength(wording.content());
        Instant now = changes.now();
        Step step = new Step(by, null, reason);
        Advisory advisory = new Advisory(
                TrackingId.random(config.trackingPrefix(), Year.from(now.atZone(ZoneOffset.UTC))),
                new StixId("report", likeAViewId(UUID.randomUUID())),
                State.DRAFT,
                1,
                OptionalLong.empty(),
                1,
                wording,
                AdvisoryJson.hex(AdvisoryJson.digest(wording.content())),
                now,
                now,
                List.of());
        return changes.inTransaction(transaction -> Sources.areKept(transaction, wording)
                .chain(() -> AdvisoryRows.insert(transaction, advisory))
                .chain(() -> AdvisoryRows.note(
                        transaction, advisory.trackingId(), new Event(1, 1, Action.WRITTEN, by, now, reason)))
                .chain(() -> changes.audit(transaction, advisory.trackingId(), 1, Action.WRITTEN, step))
                .chain(() -> AdvisoryRows.read(transaction, advisory.trackingId())));
    }

    /** A trimmed report has an id of this look; if the whole one had another, each reader could tell which it has. */
    private static UUID likeAViewId(UUID random) {
        return new UUID((random.getMostSignificantBits() & ~0xf000L) | 0x5000L, random.getLeastSignificantBits());
    }

    /** Those that match, the last changed first; with no history. */
    public Uni<List<Advisory>> list(Search search) {
        return AdvisoryRows.list(pool, search);
    }

    /** One with its history. */
    public Uni<Advisory> read(TrackingId id) {
        return AdvisoryRows.read(pool, id);
    }

    /** Every version of one, in order. */
    public Uni<List<Version>> versions(TrackingId id) {
        return VersionRows.of(pool, id);
    }

    /** The newest published version of each that is not withdrawn, by tracking id. Not to be shown to partners as it is. */
    public Uni<List<Version>> published(Optional<TrackingId> after, int limit) {
        return VersionRows.published(pool, after, limit);
    }

    /** Says something else; what was in review or approved is a draft again. */
    public Uni<Advisory> edit(TrackingId id, Wording wording, Step step) {
        Printing.checkLength(wording.content());
        return reword(id, wording, step, Action.EDITED);
    }

    /** The same, where other objects are gathered only. */
    Uni<Advisory> gather(TrackingId id, Wording wording, Step step) {
        return reword(id, wording, step, Action.GATHERED);
    }

    private Uni<Advisory> reword(TrackingId id, Wording wording, Step step, Action action) {
        return changes.change(
                id,
                advisory -> AdvisoryRules.edit(advisory, step.ifMatch()),
                (transaction, advisory) -> Sources.areKept(transaction, wording)
                        .chain(() -> AdvisoryRows.word(transaction, id, advisory.version(), wording))
                        .chain(() -> changes.move(
                                transaction,
                                advisory,
                                new Turn(State.DRAFT, advisory.version(), advisory.published()),
                                advisory.version(),
                                action,
                                step)));
    }

    /** Asks for a second person. */
    public Uni<Advisory> submit(TrackingId id, Step step) {
        return changes.change(
                id,
                advisory -> AdvisoryRules.submit(advisory, step.ifMatch()),
                (transaction, advisory) ->
                        changes.turn(transaction, advisory, State.IN_REVIEW, Action.SUBMITTED, step));
    }

    /** The second person agrees. */
    public Uni<Advisory> approve(TrackingId id, Step step) {
        return AdvisoryRows.read(pool, id)
                .invoke(advisory -> AdvisoryRules.approve(advisory, step.ifMatch()))
                // Before the transaction, so that it never waits for a second connection; the ETag holds what was
                // asked.
                .chain(advisory -> secondPersons.check(advisory.hands(), step.by(), "advisory", id.value()))
                .chain(() -> changes.change(
                        id,
                        advisory -> AdvisoryRules.approve(advisory, step.ifMatch()),
                        (transaction, advisory) -> VersionRows.approved(transaction, advisory, step.by())
                                .chain(() ->
                                        changes.turn(transaction, advisory, State.APPROVED, Action.APPROVED, step))));
    }

    /** The second person does not agree: it is a draft again. */
    public Uni<Advisory> reject(TrackingId id, Step step) {
        return changes.change(
                id,
                advisory -> AdvisoryRules.reject(advisory, step.ifMatch()),
                (transaction, advisory) -> changes.turn(transaction, advisory, State.DRAFT, Action.REJECTED, step));
    }

    /** Begins a new version, which says the same at first. What is published stands until the new one is. */
    public Uni<Advisory> amend(TrackingId id, Step step) {
        return changes.change(
                id, advisory -> AdvisoryRules.amend(advisory, step.ifMatch()), (transaction, advisory) -> {
                    long next = advisory.version() + 1;
                    return AdvisoryRows.word(transaction, id, next, advisory.wording())
                            .chain(() -> changes.move(
                                    transaction,
                                    advisory,
                                    new Turn(State.DRAFT, next, advisory.published()),
                                    next,
                                    Action.AMENDED,
                                    step));
                });
    }

    /** Gives up an amendment: what is published stands. Its wordings stay in the history. */
    public Uni<Advisory> discard(TrackingId id, Step step) {
        return changes.change(
                id, advisory -> AdvisoryRules.discard(advisory, step.ifMatch()), (transaction, advisory) -> {
                    long stands = advisory.published().orElseThrow();
                    return changes.move(
                                    transaction,
                                    advisory,
                                    new Turn(
                                            stands == 1 ? State.PUBLISHED : State.AMENDED,
                                            stands,
                                            advisory.published()),
                                    advisory.version(),
                                    Action.DISCARDED,
                                    step)
                            .chain(() -> VersionRows.discard(transaction, advisory));
                });
    }

    /** Keeps a document whole that an advisory is to be imported from; twice is once. */
    public Uni<SourceDocument> keepSource(String mediaType, byte[] document) {
        return sources.keep(mediaType, document);
    }

    /** The bytes of a document that was kept, by its SHA-256 in hex digits. */
    public Uni<Optional<byte[]>> source(String sha256) {
        return sources.read(sha256);
    }
}
