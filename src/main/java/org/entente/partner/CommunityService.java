package org.entente.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.entente.audit.Act;
import org.entente.audit.Action;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.http.VersionTag;
import org.entente.party.CommunityId;
import org.entente.party.PartnerId;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/** Creates and changes communities and their members. Thread safe; every call may come from any thread. */
@ApplicationScoped
public class CommunityService {

    /** Names that TAXII gives to collections of its own; a community's name is its collection's alias. */
    private static final java.util.Set<String> RESERVED =
            java.util.Set.of("inbox", "threats", "mitigations", "advisories");

    private final DirectoryChanges changes;
    private final Clock clock;

    CommunityService(DirectoryChanges changes, Clock clock) {
        this.changes = changes;
        this.clock = clock;
    }

    /** Creates a community without members; 409 when the name is taken. */
    public Uni<Void> create(CommunityId id, String title) {
        if (RESERVED.contains(id.value())) {
            return Uni.createFrom()
                    .failure(new ProblemException(
                            ProblemType.CONFLICT, "The name " + id + " is that of a collection every partner has."));
        }
        return changes.change(
                noted(Action.COMMUNITY_CREATED, id, title),
                session -> DirectoryChanges.count(
                                session, "select count(*) from CommunityRow row where row.id = :name", id.value())
                        .invoke(taken -> {
                            if (taken > 0) {
                                throw new ProblemException(ProblemType.CONFLICT, "The name " + id + " is taken.");
                            }
                        })
                        .chain(() -> session.persist(row(id, title))));
    }

    private CommunityRow row(CommunityId id, String title) {
        CommunityRow row = new CommunityRow();
        row.id = id.value();
        row.collection = UUID.randomUUID();
        row.title = title;
        row.createdAt = clock.instant();
        row.version = 1;
        return row;
    }

    /** Changes the title; {@code ifMatch} as of {@link VersionTag#check}. */
    public Uni<Void> change(CommunityId id, String title, @Nullable String ifMatch) {
        return changes.change(
                noted(Action.COMMUNITY_CHANGED, id, title),
                session -> DirectoryChanges.existing(session, CommunityRow.class, id.value())
                        .invoke(row -> {
                            VersionTag.check(ifMatch, row.version);
                            row.title = title;
                            row.version++;
                        })
                        .replaceWithVoid());
    }

    /** Makes a partner a member; nothing changes if it is one. */
    public Uni<Void> join(CommunityId community, PartnerId partner) {
        return changes.change(
                noted(Action.MEMBER_JOINED, community, partner),
                session -> DirectoryChanges.existing(session, PartnerRow.class, partner.value())
                        .chain(() -> membership(session, community, partner))
                        .chain(present -> present == null
                                ? insert(session, community, partner)
                                : Uni.createFrom().voidItem()));
    }

    private static Act noted(Action action, CommunityId id, String title) {
        return Acts.community(action, id).with(Map.of("title", title));
    }

    private static Act noted(Action action, CommunityId community, PartnerId partner) {
        return Acts.community(action, community).with(Map.of("partner", partner.value()));
    }

    private Uni<Void> insert(Mutiny.Session session, CommunityId community, PartnerId partner) {
        MembershipRow row = new MembershipRow();
        row.communityId = community.value();
        row.partnerId = partner.value();
        row.joinedAt = clock.instant();
        return session.persist(row);
    }

    /** Ends a membership; nothing changes if there is none. */
    public Uni<Void> leave(CommunityId community, PartnerId partner) {
        return changes.change(
                noted(Action.MEMBER_LEFT, community, partner),
                session -> membership(session, community, partner)
                        .chain(present -> present == null ? Uni.createFrom().voidItem() : session.remove(present)));
    }

    /** The membership if there is one, in a community that there is, which counts as changed. */
    private static Uni<@Nullable MembershipRow> membership(
            Mutiny.Session session, CommunityId community, PartnerId partner) {
        return DirectoryChanges.existing(session, CommunityRow.class, community.value())
                .invoke(row -> row.version++)
                .chain(() ->
                        session.find(MembershipRow.class, new MembershipRow.Key(community.value(), partner.value())));
    }
}
