package org.entente.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.party.PartnerId;

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
        CATCHING_UP
    }

    /**
     * @param progress with those left behind as laggards
     * @param members active subscribers who are where the shard is
     */
    record Main(Progress progress, List<Member> members) {}

    /**
     * @param progress without those who have caught up
     * @param position of those furthest behind who can be served
     * @param members those at that position; empty when nobody can be served
     */
    record Laggards(Progress progress, long position, List<Member> members) {}

    Main main(Directory directory, Progress progress) {
        List<Member> members = ofShard(directory).stream()
                .filter(member -> member.reads() && !progress.lags(member.ordinal()))
                .collect(Collectors.toCollection(ArrayList::new));
        Set<PartnerId> unavailable = unavailable(members);
        Progress left = progress;
        for (Member member : members) {
            if (unavailable.contains(member.id())) {
                left = left.with(member.ordinal(), progress.position());
            }
        }
        members.removeIf(member -> unavailable.contains(member.id()));
        return new Main(left, members);
    }

    Laggards laggards(Directory directory, Progress progress) {
        readStops();
        List<Member> lagging = ofShard(directory).stream()
                .filter(member -> progress.lags(member.ordinal()))
                .toList();
        List<Member> free = lagging.stream()
                .filter(member -> !stopped.contains(member.id()))
                .toList();
        Set<PartnerId> unavailable =
                unavailable(free.stream().filter(Member::reads).toList());
        note(lagging, unavailable);
        Progress left = progress;
        Map<Long, List<Member>> servable = new HashMap<>();
        for (Member member : free) {
            long behind = progress.laggards().getOrDefault(member.ordinal(), progress.position());
            if (unavailable.contains(member.id())) {
                continue;
            }
            // Who may not read is passed over what it missed, as the main body would: not even its own objects are
            // sent.
            if (behind == progress.position() || !member.reads()) {
                left = left.without(member.ordinal());
            } else {
                servable.computeIfAbsent(behind, none -> new ArrayList<>()).add(member);
            }
        }
        long furthest =
                servable.keySet().stream().mapToLong(Long::longValue).min().orElse(progress.position());
        return new Laggards(left, furthest, servable.getOrDefault(furthest, List.of()));
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
        return directory.partners().values().stream()
                .filter(member -> member.ordinal() % ports.config().shards() == shard)
                .toList();
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
                            : unavailable.contains(member.id()) ? Standing.TOPICS : Standing.CATCHING_UP);
        }
    }
}
