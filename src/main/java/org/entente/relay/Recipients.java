package org.entente.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;

/**
 * Chooses whom a shard serves next: its main body, or the laggards furthest behind. A partner whose topics cannot be written
 * is left behind where the shard is, and nothing is lost for it. Used by one thread.
 */
final class Recipients {

    private static final Duration STOPS_INTERVAL = Duration.ofSeconds(1);

    private final int shard;
    private final RelayPorts ports;
    private final Holds holds;
    private final Set<PartnerId> withTopics = new HashSet<>();
    private final Map<PartnerId, Standing> standing = new HashMap<>();

    /** One question of the log for each delay, however many partners have it. */
    private final Map<Instant, Long> due = new HashMap<>();

    private Set<PartnerId> stopped = Set.of();
    private boolean stopsRead;
    private long stopsReadNanos;

    Recipients(int shard, RelayPorts ports, Holds holds) {
        this.shard = shard;
        this.ports = ports;
        this.holds = holds;
    }

    /** Why a partner is behind its shard. */
    enum Standing {
        /** A record is quarantined; an operator has to decide. */
        QUARANTINE,
        /** Its topics cannot be written. */
        TOPICS,
        /** It is being sent what it missed. */
        CATCHING_UP,
        /** Its policy wants everything later than it was added; it has all that is due. */
        DELAYED
    }

    /**
     * @param progress with those left behind as laggards
     * @param members active subscribers who are where the shard is and get everything at once
     */
    record Main(Progress progress, List<Member> members) {}

    /**
     * @param progress without those who have caught up
     * @param legs who can be served, the furthest behind first
     */
    record Laggards(Progress progress, List<Leg> legs) {}

    /**
     * @param position where these members are
     * @param until the last position that is due for them
     */
    record Leg(long position, long until, List<Member> members) {}

    Main main(Decisions decisions, Progress progress) {
        List<Member> members = ofShard(decisions.directory()).stream()
                .filter(member -> decisions.reads(member.id()) && !progress.lags(member.ordinal()))
                .collect(Collectors.toCollection(ArrayList::new));
        Set<PartnerId> unavailable = unavailable(members);
        Progress left = progress;
        for (Member member : members) {
            if (unavailable.contains(member.id()) || isDelayed(member)) {
                left = left.with(member.ordinal(), progress.position());
            }
        }
        members.removeIf(member -> unavailable.contains(member.id()) || isDelayed(member));
        return new Main(left, members);
    }

    Laggards laggards(Decisions decisions, Progress progress) {
        readStops();
        due.clear();
        List<Member> lagging = ofShard(decisions.directory()).stream()
                .filter(member -> progress.lags(member.ordinal()))
                .toList();
        List<Member> free = lagging.stream()
                .filter(member -> !stopped.contains(member.id()))
                .toList();
        Set<PartnerId> unavailable =
                unavailable(free.stream().filter(Member::reads).toList());
        note(lagging, unavailable);
        Progress left = progress;
        Map<Way, List<Member>> servable = new HashMap<>();
        for (Member member : free) {
            long behind = progress.laggards().getOrDefault(member.ordinal(), progress.position());
            if (unavailable.contains(member.id())) {
                continue;
            }
            Way way = new Way(behind, due(decisions, member, progress));
            // Who may not read is passed over what it missed, as the main body would: not even its own objects are
            // sent.
            if (!decisions.reads(member.id()) || !isDelayed(member) && behind == progress.position()) {
                left = left.without(member.ordinal());
            } else if (way.behind() < way.until()) {
                servable.computeIfAbsent(way, none -> new ArrayList<>()).add(member);
            }
        }
        return new Laggards(
                left,
                servable.entrySet().stream()
                        .map(way -> new Leg(way.getKey().behind(), way.getKey().until(), way.getValue()))
                        .sorted(Comparator.comparingLong(Leg::position))
                        .toList());
    }

    /** From where to where laggards can be served. */
    private record Way(long behind, long until) {}

    List<Member> withOrdinals(Decisions decisions, Set<Integer> ordinals) {
        return ordinals.isEmpty()
                ? List.of()
                : ofShard(decisions.directory()).stream()
                        .filter(member -> ordinals.contains(member.ordinal()))
                        .toList();
    }

    /** Whether the partner can be written to now. */
    boolean isReachable(Member member) {
        return unavailable(List.of(member)).isEmpty();
    }

    boolean isOfShard(Member member) {
        return member.ordinal() % ports.config().shards() == shard;
    }

    /** The last position dealt with for each partner of the shard that reads. */
    Map<PartnerId, Long> positions(Decisions decisions, Progress progress) {
        Map<PartnerId, Long> positions = new HashMap<>();
        for (Member member : ofShard(decisions.directory())) {
            if (decisions.reads(member.id())) {
                positions.put(member.id(), progress.positionOf(member.ordinal()));
            }
        }
        return positions;
    }

    /** A delayed partner never goes with the main body: each entry becomes due for it at a time of its own. */
    private static boolean isDelayed(Member member) {
        return !member.policy().to().delay().isZero();
    }

    /** The last position that may be sent to the member now. */
    private long due(Decisions decisions, Member member, Progress progress) {
        return decisions
                .horizon(member.id())
                .map(horizon -> Math.min(progress.position(), due.computeIfAbsent(horizon, this::lastPositionAt)))
                .orElse(progress.position());
    }

    private long lastPositionAt(Instant moment) {
        return ports.answers().of(ports.log().lastPositionAt(moment));
    }

    /** The partner's delivery has just been stopped. */
    void stopped(PartnerId partner) {
        Set<PartnerId> more = new HashSet<>(stopped);
        more.add(partner);
        stopped = Set.copyOf(more);
    }

    /** Records for these partners were committed. */
    void served(List<Member> members) {
        members.forEach(member -> holds.clear(member.id()));
    }

    /** Why each partner that is behind was behind when laggards were last chosen. */
    Map<PartnerId, Standing> standing() {
        return Map.copyOf(standing);
    }

    private List<Member> ofShard(Directory directory) {
        return directory.partners().values().stream().filter(this::isOfShard).toList();
    }

    private Set<PartnerId> unavailable(List<Member> members) {
        Set<PartnerId> held = new HashSet<>();
        Set<PartnerId> unsure = new HashSet<>();
        for (Member member : members) {
            if (holds.isHeld(member.id())) {
                held.add(member.id());
            } else if (!withTopics.contains(member.id())) {
                unsure.add(member.id());
            }
        }
        if (!unsure.isEmpty()) {
            Set<PartnerId> lacking = ports.topics().ensure(unsure);
            lacking.forEach(holds::hold);
            unsure.removeAll(lacking);
            withTopics.addAll(unsure);
            held.addAll(lacking);
        }
        return held;
    }

    private void readStops() {
        long now = ports.nanoTime().getAsLong();
        if (!stopsRead || now - stopsReadNanos >= STOPS_INTERVAL.toNanos()) {
            stopped = ports.stops().stopped();
            stopsRead = true;
            stopsReadNanos = now;
        }
    }

    private void note(List<Member> lagging, Set<PartnerId> unavailable) {
        standing.clear();
        for (Member member : lagging) {
            standing.put(
                    member.id(),
                    stopped.contains(member.id())
                            ? Standing.QUARANTINE
                            : unavailable.contains(member.id())
                                    ? Standing.TOPICS
                                    : isDelayed(member) ? Standing.DELAYED : Standing.CATCHING_UP);
        }
    }
}
