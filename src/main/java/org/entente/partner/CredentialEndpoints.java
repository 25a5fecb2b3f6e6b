package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.entente.http.ProblemException;
import org.entente.partner.Views.CredentialView;

/** What the credentials of partners and of operators have in common over REST. Thread safe. */
@ApplicationScoped
class CredentialEndpoints {

    private final StoredPartners directory;
    private final CredentialService credentials;

    CredentialEndpoints(StoredPartners directory, CredentialService credentials) {
        this.directory = directory;
        this.credentials = credentials;
    }

    Uni<List<CredentialView>> list(Owner owner) {
        return directory
                .fresh()
                .invoke(snapshot -> exists(snapshot, owner))
                .map(snapshot -> snapshot.access().of(owner).stream()
                        .map(CredentialView::of)
                        .toList());
    }

    Uni<CredentialView> add(Owner owner, Bodies.NewCredential body, String author) {
        return switch (body.checkedKind()) {
            case PASSWORD -> credentials.addPassword(owner, author).chain(this::shown);
            case TOKEN ->
                credentials.addToken(owner, body.checkedToken(), author).map(CredentialView::of);
            case CERTIFICATE ->
                credentials
                        .addCertificate(owner, body.checkedCertificate(), author)
                        .map(CredentialView::of);
        };
    }

    Uni<CredentialView> rotate(Owner owner, String id, String author) {
        return credentials.rotate(owner, parsed(id), author).chain(this::shown);
    }

    Uni<Void> remove(Owner owner, String id) {
        return credentials.remove(owner, parsed(id));
    }

    private Uni<CredentialView> shown(IssuedPassword issued) {
        return directory.fresh().map(snapshot -> {
            Snapshot.Login login = snapshot.access().byId().get(issued.id());
            if (login == null) {
                throw ProblemException.notFound();
            }
            return CredentialView.of(login.credential()).with(issued);
        });
    }

    private static void exists(Snapshot snapshot, Owner owner) {
        boolean found = owner instanceof Owner.OfPartner of
                ? snapshot.partners().containsKey(of.partner())
                : snapshot.operators().containsKey(((Owner.OfOperator) owner).operator());
        if (!found) {
            throw ProblemException.notFound();
        }
    }

    private static UUID parsed(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw ProblemException.notFound();
        }
    }
}
