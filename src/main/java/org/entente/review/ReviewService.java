package org.entente.review;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.intake.HeldObject;
import org.entente.intake.ReviewQueue;
import org.entente.intake.Reviewer;
import org.entente.intake.Reviews;
import org.entente.partner.AudienceReader;
import org.entente.partner.Directory.Member;
import org.entente.partner.Partners;
import org.entente.party.Audience;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * An operator's single decisions, as REST and the console make them. Each gives the object as it is afterwards; fails with 404
 * for what is not held, 409 where it cannot be done, and 412 where the object was changed since the version tag given.
 */
@ApplicationScoped
public class ReviewService {

    private final ReviewQueue queue;
    private final Reviews reviews;
    private final AudienceReader audiences;
    private final Partners partners;

    ReviewService(ReviewQueue queue, Reviews reviews, AudienceReader audiences, Partners partners) {
        this.queue = queue;
        this.reviews = reviews;
        this.audiences = audiences;
        this.partners = partners;
    }

    static ProblemException noContent() {
        return new ProblemException(ProblemType.CONFLICT, "The object was refused, and its content is not kept.");
    }

    /**
     * Which object, who acts, and what it looked like.
     *
     * @param ifMatch the version tag seen; null for any
     */
    public record On(UUID id, Reviewer by, @Nullable String ifMatch) {}

    private Uni<HeldObject> seen(On on) {
        return queue.one(on.id()).invoke(object -> VersionTag.check(on.ifMatch(), object.revision()));
    }

    private Uni<HeldObject> now(On on) {
        return queue.one(on.id());
    }

    /** Releases it into the log. */
    public Uni<HeldObject> release(On on, String reason) {
        return seen(on).chain(object -> reviews.release(List.of(object), on.by(), reason))
                .chain(() -> now(on));
    }

    /** Refuses it; the submitter reads the reason. */
    public Uni<HeldObject> refuse(On on, String reason) {
        return seen(on).chain(object -> reviews.refuse(object, on.by(), reason)).chain(() -> now(on));
    }

    /** Asks its submitter. */
    public Uni<HeldObject> ask(On on, String question, Duration expiresIn) {
        return seen(on).chain(object -> reviews.ask(object, question, expiresIn, on.by()))
                .chain(() -> now(on));
    }

    /** Takes back what was asked. */
    public Uni<HeldObject> withdraw(On on) {
        return seen(on).chain(object -> reviews.withdraw(object, on.by())).chain(() -> now(on));
    }

    /**
     * Makes its audience narrower.
     *
     * @param named where it names nobody, those named before stay; exceptions made before always do
     */
    public Uni<HeldObject> narrow(On on, AudienceReader.Named named, String reason) {
        Audience ordered = audiences.readAny(named);
        if (ordered.equals(Audience.OPEN)) {
            throw ProblemException.invalidBody("/audience", "Name somebody, or somebody to leave out.");
        }
        return seen(on).chain(object -> reviews.narrow(object, over(object.audience(), ordered), on.by(), reason))
                .chain(() -> now(on));
    }

    /** As an audience narrows what is recalled. */
    private static Audience over(Audience before, Audience ordered) {
        Audience named = ordered.open() ? before : ordered;
        return new Audience(
                named.open(),
                named.communities(),
                named.partners(),
                union(before.exceptions(), ordered.exceptions()),
                union(before.exceptedCommunities(), ordered.exceptedCommunities()));
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
        return Stream.concat(some.stream(), others.stream()).collect(Collectors.toSet());
    }

    /**
     * Asks its submitter to agree to another audience as a whole. It can be asked about whom it could have named itself: the
     * question would else tell it of others.
     */
    public Uni<HeldObject> askConsent(On on, AudienceReader.Named named, String why, Duration expiresIn) {
        return seen(on).chain(object -> reviews.askConsent(object, proposed(object, named), why, expiresIn, on.by()))
                .chain(() -> now(on));
    }

    private Audience proposed(HeldObject object, AudienceReader.Named named) {
        Audience read = audiences.read(object.submitter(), named);
        boolean green = Optional.ofNullable(object.tlp())
                .flatMap(Tlp::ofLabel)
                .map(tlp -> tlp.isWithin(Tlp.GREEN))
                .orElse(false);
        return green
                ? read
                : read.closedTo(partners.current()
                        .partner(object.submitter())
                        .map(Member::communities)
                        .orElse(Set.of()));
    }
}
