package org.entente.relay;

import java.util.ArrayList;
import java.util.List;
import org.entente.partner.Directory.Member;

/** Partners who are at the same position, while entries are sent to them: the main body of a shard, or laggards. */
final class Track {

    private final boolean main;
    private final List<Member> members;
    private long position;

    private Track(boolean main, long position, List<Member> members) {
        this.main = main;
        this.position = position;
        this.members = new ArrayList<>(members);
    }

    static Track main(Progress from, List<Member> members) {
        return new Track(true, from.position(), members);
    }

    static Track laggards(long position, List<Member> members) {
        return new Track(false, position, members);
    }

    /** Those who still follow; a member whose delivery stops is removed. */
    List<Member> members() {
        return members;
    }

    long position() {
        return position;
    }

    void passed(long entryPosition) {
        position = entryPosition;
    }

    /** The shard's progress with that of this track. */
    Progress applyTo(Progress progress) {
        if (main) {
            return progress.at(position);
        }
        List<Integer> ordinals = members.stream().map(Member::ordinal).toList();
        return position < progress.position() ? progress.with(ordinals, position) : progress.without(ordinals);
    }
}
