package org.entente.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.RecallItem;

/** What is left of recalled objects, read a few at a time as the items come. Used by one thread. */
final class Remains {

    private static final int AT_ONCE = 50;

    private final LogReader log;
    private final Answers answers;
    private final List<RecallItem> items;
    private final Map<Long, LogEntry> held = new HashMap<>();

    /** @param items in the order in which they are asked for */
    Remains(LogReader log, Answers answers, List<RecallItem> items) {
        this.log = log;
        this.answers = answers;
        this.items = items;
    }

    /** The entry as it stands now. */
    LogEntry of(RecallItem item) {
        if (!held.containsKey(item.remains())) {
            read(item);
        }
        LogEntry entry = held.get(item.remains());
        if (entry == null) {
            throw new RelayTrouble("The log lacks an entry that a recall left");
        }
        return entry;
    }

    /** With those after it, as many as memory holds. */
    private void read(RecallItem item) {
        held.clear();
        List<Long> positions = items.stream()
                .filter(other -> other.number() >= item.number() && other.remains() != 0)
                .map(RecallItem::remains)
                .distinct()
                .limit(AT_ONCE)
                .toList();
        hold(positions);
        if (!held.containsKey(item.remains())) {
            hold(List.of(item.remains()));
        }
    }

    private void hold(List<Long> positions) {
        answers.of(log.standingAt(positions)).forEach(entry -> held.put(entry.position(), entry));
    }
}
