package org.entente.taxii;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.function.Predicate;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.log.ReleaseClass;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.TaxiiCollection;
import org.entente.partner.TaxiiCollection.OfCommunity;
import org.entente.recall.RecallOrder;
import org.entente.recall.Recalls;
import org.entente.stix.StixId;
import org.entente.taxii.CollectionReader.Ask;

/**
 * Deletes objects (TAXII 2.1 §5.7), which is a recall by the submitter: only it can, and it takes back what it sent in, wherever
 * that went. Thread safe.
 */
@ApplicationScoped
class Deletion {

    private static final String REASON = "Deleted over TAXII by whoever sent it in.";

    private final CollectionReader reader;
    private final Recalls recalls;

    Deletion(CollectionReader reader, Recalls recalls) {
        this.reader = reader;
        this.recalls = recalls;
    }

    /** Fails with 404 for what the caller cannot know of, with 403 for what it may not delete. */
    Uni<Void> delete(PartnerCaller by, String collection, Selection selection) {
        return reader.collection(by, collection)
                .invoke(Deletion::requireBoth)
                .invoke(() -> requireStix21(selection))
                .chain(found -> recalls.withdraw(order(by, selection), in(found)))
                .onFailure(Deletion::isAbsent)
                .recoverWithUni(absent -> refuseOthers(by, collection, selection)
                        .chain(() -> Uni.createFrom().failure(absent)));
    }

    /** Who may neither read nor write a collection does not know of it. */
    private static void requireBoth(TaxiiCollection collection) {
        if (!collection.canRead() && !collection.canWrite()) {
            throw ProblemException.notFound();
        }
        if (!collection.canRead() || !collection.canWrite()) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN, "Deleting needs a collection that you may both read and write.");
        }
    }

    private static void requireStix21(Selection selection) {
        if (selection.findsNothing()) {
            throw ProblemException.notFound();
        }
    }

    private static RecallOrder order(PartnerCaller by, Selection selection) {
        StixId id = selection.ids().iterator().next();
        return new RecallOrder(id, by, REASON, Optional.empty(), selection.versions());
    }

    private static Predicate<ReleaseClass> in(TaxiiCollection collection) {
        return collection instanceof OfCommunity shared
                ? releaseClass -> !releaseClass.wasWithdrawn()
                        && releaseClass.audience().communities().contains(shared.community())
                : releaseClass -> false;
    }

    private static boolean isAbsent(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.NOT_FOUND;
    }

    /** An object that is there for the caller, and only not its own, is not to be called absent. */
    private Uni<Void> refuseOthers(PartnerCaller by, String collection, Selection selection) {
        return reader.page(new Ask(by, collection, selection, 1, Optional.empty()))
                .invoke(page -> {
                    if (!page.objects().isEmpty()) {
                        throw new ProblemException(
                                ProblemType.FORBIDDEN, "Others sent this object in; only they can delete it.");
                    }
                })
                .onFailure(Deletion::isAbsent)
                .recoverWithNull()
                .replaceWithVoid();
    }
}
