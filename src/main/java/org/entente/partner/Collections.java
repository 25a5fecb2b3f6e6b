package org.entente.partner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.entente.partner.Caller.PartnerCaller;
import org.entente.partner.Directory.Community;
import org.entente.partner.Directory.Member;
import org.entente.partner.TaxiiCollection.Inbox;
import org.entente.partner.TaxiiCollection.OfCommunity;
import org.entente.partner.TaxiiCollection.OfFeed;

/**
 * The TAXII collections that exist for one caller, in one order: those every partner has, then its communities by name. A
 * community the caller is not in has no collection here, so a look-up cannot tell it from one that never was.
 *
 * @param all in that order
 */
public record Collections(List<TaxiiCollection> all) {

    /** The alias of the collection that takes submissions. */
    public static final String INBOX = "inbox";

    /** Aliases that no community may have as its name. */
    public static final Set<String> RESERVED_ALIASES = Set.of(INBOX, "threats", "mitigations", "advisories");

    private static final List<FeedText> FEEDS = List.of(
            new FeedText("threats", "Threats", "Every report, indicator and other threat object released to you."),
            new FeedText("mitigations", "Mitigations", "Courses of action released to you, and what belongs to them."),
            new FeedText("advisories", "Advisories", "Curated advisories released to you."));

    private record FeedText(String alias, String title, String description) {}

    public Collections {
        all = List.copyOf(all);
    }

    /**
     * What exists for a caller. Operators and partners that are not active have no collections.
     *
     * @param fixedIds the ids of {@link #RESERVED_ALIASES}
     */
    public static Collections of(Directory directory, Caller caller, Map<String, UUID> fixedIds) {
        return caller instanceof PartnerCaller partner
                ? directory
                        .partner(partner.partner())
                        .filter(Member::active)
                        .map(member -> ofMember(directory, member, partner.roles(), fixedIds))
                        .orElse(new Collections(List.of()))
                : new Collections(List.of());
    }

    private static Collections ofMember(
            Directory directory, Member member, Set<String> roles, Map<String, UUID> fixedIds) {
        boolean reads = member.subscribes() && roles.contains("subscriber");
        boolean writes = roles.contains("submitter");
        List<TaxiiCollection> found = new ArrayList<>();
        found.add(new Inbox(idOf(INBOX, fixedIds), writes));
        for (FeedText feed : FEEDS) {
            found.add(new OfFeed(idOf(feed.alias(), fixedIds), feed.alias(), feed.title(), feed.description(), reads));
        }
        directory.communities().values().stream()
                .filter(community -> community.members().contains(member.id()))
                .sorted(Comparator.comparing(Community::id))
                .map(community ->
                        new OfCommunity(community.collection(), community.id(), community.title(), reads, writes))
                .forEach(found::add);
        return new Collections(found);
    }

    private static UUID idOf(String alias, Map<String, UUID> fixedIds) {
        UUID id = fixedIds.get(alias);
        if (id == null) {
            throw new IllegalStateException("The collection " + alias + " has no id");
        }
        return id;
    }

    /** The collection with this id, else the one with this alias; empty when there is none for this caller. */
    public Optional<TaxiiCollection> find(String idOrAlias) {
        return all.stream()
                .filter(collection -> collection.id().toString().equalsIgnoreCase(idOrAlias))
                .findFirst()
                .or(() -> all.stream()
                        .filter(collection -> collection.alias().equals(idOrAlias))
                        .findFirst());
    }
}
