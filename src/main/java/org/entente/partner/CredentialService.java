package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.entente.audit.Action;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Registers, rotates and removes the ways to prove to be somebody. Secrets are generated here and are in the answer and
 * nowhere else. Thread safe; every call may come from any thread.
 */
@ApplicationScoped
public class CredentialService {

    /** More are a sign of a script gone wrong. */
    private static final int PER_OWNER_MAX = 50;

    /** Stands for the address where the exchange itself asks. */
    private static final String LOCAL = "";

    private final DirectoryChanges changes;
    private final StoredPartners partners;
    private final PasswordCheck passwords;
    private final HashThreads threads;
    private final OwnTokens tokens;
    private final Clock clock;

    CredentialService(
            DirectoryChanges changes,
            StoredPartners partners,
            PasswordCheck passwords,
            HashThreads threads,
            OwnTokens tokens,
            Clock clock) {
        this.changes = changes;
        this.partners = partners;
        this.passwords = passwords;
        this.threads = threads;
        this.tokens = tokens;
        // As fine as the database keeps it, so that what is answered now and read later is the same.
        this.clock = Clock.tick(clock, Duration.ofNanos(1_000));
    }

    /** All credentials of one owner, oldest first. */
    public Uni<List<Credential>> of(Owner owner) {
        return partners.fresh().map(snapshot -> snapshot.access().of(owner));
    }

    /** A further password, under a user name of its own. */
    public Uni<IssuedPassword> addPassword(Owner owner, String author) {
        String username = owner.name() + "." + UUID.randomUUID().toString().substring(0, 8);
        return newPassword(
                password -> changes.change(
                        Acts.credential(Action.CREDENTIAL_ADDED, owner, username),
                        session -> addTo(session, owner, password.row(owner, username, clock.instant(), author))),
                username);
    }

    /** A password made before its row is written, since hashing must not hold the lock. */
    Uni<IssuedPassword> newPassword(Function<NewPassword, Uni<Void>> write, String username) {
        return password(SecretHash.newSecret(), write, username);
    }

    /** The same, for a secret that came from elsewhere. */
    Uni<IssuedPassword> password(String secret, Function<NewPassword, Uni<Void>> write, String username) {
        return threads.run(() -> new NewPassword(UUID.randomUUID(), SecretHash.of(secret)))
                .call(write::apply)
                .map(password -> new IssuedPassword(password.id(), username, secret));
    }

    /** Lets tokens of this issuer about this subject prove the owner. */
    public Uni<Credential> addToken(Owner owner, Credential.TokenSubject subject, String author) {
        CredentialRow row = CredentialRows.of(owner, UUID.randomUUID(), subject, clock.instant(), author);
        return add(owner, row);
    }

    /** Lets the holder of this certificate's key prove to be the owner. */
    public Uni<Credential> addCertificate(Owner owner, Credential.Certificate certificate, String author) {
        CredentialRow row = CredentialRows.of(owner, UUID.randomUUID(), certificate, clock.instant(), author);
        return add(owner, row);
    }

    private Uni<Credential> add(Owner owner, CredentialRow row) {
        Credential credential = SnapshotParts.login(row).credential();
        return changes.change(
                        Acts.credential(
                                Action.CREDENTIAL_ADDED, owner, credential.id().toString()),
                        session -> isUnused(session, credential.proof()).chain(() -> addTo(session, owner, row)))
                .replaceWith(credential);
    }

    private static Uni<Void> isUnused(Mutiny.Session session, Credential.Proof proof) {
        return session.createSelectionQuery("from CredentialRow", CredentialRow.class)
                .getResultList()
                .invoke(rows -> {
                    if (rows.stream()
                            .anyMatch(row -> SnapshotParts.login(row)
                                    .credential()
                                    .proof()
                                    .equals(proof))) {
                        throw new ProblemException(ProblemType.CONFLICT, "This is registered already.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> addTo(Mutiny.Session session, Owner owner, CredentialRow row) {
        return ownerExists(session, owner)
                .chain(() -> ofOwner(session, owner))
                .invoke(present -> {
                    if (present.size() >= PER_OWNER_MAX) {
                        throw new ProblemException(
                                ProblemType.CONFLICT, "There are " + PER_OWNER_MAX + " already. Remove some first.");
                    }
                })
                .chain(() -> session.persist(row));
    }

    private static Uni<?> ownerExists(Mutiny.Session session, Owner owner) {
        return owner instanceof Owner.OfPartner
                ? DirectoryChanges.existing(session, PartnerRow.class, owner.name())
                : DirectoryChanges.existing(session, OperatorRow.class, owner.name());
    }

    private static Uni<List<CredentialRow>> ofOwner(Mutiny.Session session, Owner owner) {
        String column = owner instanceof Owner.OfPartner ? "partnerId" : "operatorId";
        return session.createSelectionQuery(
                        "from CredentialRow row where row." + column + " = :owner", CredentialRow.class)
                .setParameter("owner", owner.name())
                .getResultList();
    }

    /** A new secret in place of the old one, which ends at once, as do tokens issued for it. */
    public Uni<IssuedPassword> rotate(Owner owner, UUID id, String author) {
        String secret = SecretHash.newSecret();
        return threads.run(() -> SecretHash.of(secret))
                .chain(hash -> changes.change(
                        Acts.credential(Action.CREDENTIAL_ROTATED, owner, id.toString()),
                        session -> own(session, owner, id).map(row -> renew(row, hash, author))))
                .map(username -> new IssuedPassword(id, username, secret));
    }

    /** A new secret for the password whose user name is the owner's own name; made anew if it was removed. */
    public Uni<IssuedPassword> renewPassword(Owner owner, String author) {
        String username = owner.name();
        return newPassword(
                password -> changes.change(
                        Acts.credential(Action.CREDENTIAL_ROTATED, owner, username),
                        session -> ofOwner(session, owner)
                                .chain(rows -> rows.stream()
                                        .filter(row -> username.equals(row.username))
                                        .findFirst()
                                        .map(row -> Uni.createFrom()
                                                .item(renew(row, password.hash(), author))
                                                .replaceWithVoid())
                                        .orElseGet(() -> addTo(
                                                session,
                                                owner,
                                                password.row(owner, username, clock.instant(), author))))),
                username);
    }

    private String renew(CredentialRow row, String hash, String author) {
        @Nullable String username = row.username;
        if (username == null) {
            throw new ProblemException(
                    ProblemType.CONFLICT, "Only passwords are rotated. Register the new one instead.");
        }
        row.secretHash = hash;
        row.secretBy = author;
        // Strictly later than before, however fast two rotations follow each other: tokens carry it.
        Instant now = clock.instant();
        row.secretSince = now.isAfter(row.secretSince.plusMillis(1)) ? now : row.secretSince.plusMillis(1);
        return username;
    }

    /** Ends a credential at once. */
    public Uni<Void> remove(Owner owner, UUID id) {
        return changes.change(
                Acts.credential(Action.CREDENTIAL_REMOVED, owner, id.toString()),
                session -> own(session, owner, id).chain(session::remove));
    }

    /** A credential of another owner is not there: an id must belong to the path it is named in. */
    private static Uni<CredentialRow> own(Mutiny.Session session, Owner owner, UUID id) {
        return DirectoryChanges.existing(session, CredentialRow.class, id).invoke(row -> {
            if (!SnapshotParts.login(row).credential().owner().equals(owner)) {
                throw ProblemException.notFound();
            }
        });
    }

    /** Whether the password is right and its owner may call. Wrong ones slow the account, as over HTTP. */
    public Uni<Boolean> verify(String username, String password) {
        return partners.fresh()
                .chain(snapshot -> passwords
                        .check(snapshot, new PasswordCheck.Attempt(username, password, LOCAL))
                        .map(found -> found.map(Credential::owner)
                                .flatMap(snapshot::caller)
                                .isPresent()));
    }

    /** A token as {@code POST /api/v1/tokens} gives it, for the owner of this user name; empty where none are issued. */
    public Uni<Optional<IssuedToken>> issueToken(String username) {
        return partners.fresh()
                .map(snapshot -> snapshot.access()
                        .find(new Credential.Password(username))
                        .map(Snapshot.Login::credential)
                        .filter(credential -> tokens.isEnabled()))
                .chain(credential -> credential
                        .map(found -> tokens.issue(found, Optional.empty()).map(Optional::of))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
    }
}
