package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.entente.audit.Action;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.party.OperatorId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Creates and changes operators. There is always one administrator left. Thread safe; every call may come from any
 * thread.
 */
@ApplicationScoped
public class OperatorService {

    private static final OperatorId FIRST = new OperatorId("admin");

    private final DirectoryChanges changes;
    private final CredentialService credentials;
    private final StoredPartners partners;
    private final Clock clock;

    OperatorService(DirectoryChanges changes, CredentialService credentials, StoredPartners partners, Clock clock) {
        this.changes = changes;
        this.credentials = credentials;
        this.partners = partners;
        this.clock = clock;
    }

    /**
     * An operator to be created or changed.
     *
     * @param roles of {@link Roles#CURATOR}, {@link Roles#APPROVER}, {@link Roles#AUDITOR} and {@link Roles#ADMIN}
     */
    public record NewOperator(OperatorId id, String title, Set<String> roles) {
        public NewOperator {
            roles = Set.copyOf(roles);
        }
    }

    /** Creates an operator with a password, user name equal to its id; 409 when the name is taken. */
    public Uni<IssuedPassword> create(NewOperator operator, String author) {
        return create(operator, author, credentials::newPassword);
    }

    private Uni<IssuedPassword> create(NewOperator operator, String author, PasswordSource source) {
        return source.make(
                password -> changes.change(
                        Acts.operator(Action.OPERATOR_CREATED, operator),
                        session -> insert(session, operator, password, author)),
                operator.id().value());
    }

    private Uni<Void> insert(Mutiny.Session session, NewOperator operator, NewPassword password, String author) {
        String name = operator.id().value();
        Instant now = clock.instant();
        return DirectoryChanges.nameIsFree(session, name)
                .chain(() -> session.persist(row(operator, now)))
                // The credential refers to it, and rows are written in no promised order.
                .call(session::flush)
                .chain(() -> session.persist(password.row(new Owner.OfOperator(operator.id()), name, now, author)));
    }

    private static OperatorRow row(NewOperator operator, Instant now) {
        OperatorRow row = new OperatorRow();
        row.id = operator.id().value();
        row.title = operator.title();
        row.roles = Roles.join(operator.roles());
        row.createdAt = now;
        row.version = 1;
        return row;
    }

    /**
     * The administrator {@code admin}, made only when there is no operator at all.
     *
     * @return its password, for whoever can hand it over safely; empty when there are operators already
     */
    public Uni<Optional<IssuedPassword>> createFirst() {
        return createFirst(credentials::newPassword);
    }

    /** The same, with a password that was chosen elsewhere. */
    Uni<Void> createFirst(String secret) {
        return createFirst((write, username) -> credentials.password(secret, write, username))
                .replaceWithVoid();
    }

    private Uni<Optional<IssuedPassword>> createFirst(PasswordSource source) {
        NewOperator first = new NewOperator(FIRST, "First administrator", Set.of(Roles.ADMIN));
        return partners.fresh()
                .chain(snapshot -> snapshot.operators().isEmpty()
                        ? create(first, "exchange", source)
                                .map(Optional::of)
                                .onFailure(OperatorService::wasQuicker)
                                .recoverWithItem(Optional.empty())
                        : Uni.createFrom().item(Optional.empty()));
    }

    /** Another instance that starts at the same time. */
    private static boolean wasQuicker(Throwable failure) {
        return failure instanceof ProblemException problem && problem.type() == ProblemType.CONFLICT;
    }

    /** Makes a password and writes it with what it belongs to. */
    @FunctionalInterface
    private interface PasswordSource {
        Uni<IssuedPassword> make(Function<NewPassword, Uni<Void>> write, String username);
    }

    /** Changes title and roles; {@code ifMatch} as of {@link VersionTag#check}. */
    public Uni<Void> change(NewOperator operator, @Nullable String ifMatch) {
        return changes.change(
                Acts.operator(Action.OPERATOR_CHANGED, operator),
                session -> session.createSelectionQuery("from OperatorRow", OperatorRow.class)
                        .getResultList()
                        .invoke(all -> apply(all, operator, ifMatch))
                        .replaceWithVoid());
    }

    static void apply(List<OperatorRow> all, NewOperator operator, @Nullable String ifMatch) {
        OperatorRow row = find(all, operator.id());
        VersionTag.check(ifMatch, row.version);
        row.title = operator.title();
        row.roles = Roles.join(operator.roles());
        row.version++;
        anAdministratorIsLeft(all);
    }

    private static OperatorRow find(List<OperatorRow> all, OperatorId id) {
        return all.stream()
                .filter(row -> row.id.equals(id.value()))
                .findFirst()
                .orElseThrow(ProblemException::notFound);
    }

    private static void anAdministratorIsLeft(List<OperatorRow> all) {
        if (all.stream().noneMatch(row -> Roles.split(row.roles).contains(Roles.ADMIN))) {
            throw new ProblemException(ProblemType.CONFLICT, "The last administrator must stay one.");
        }
    }
}
