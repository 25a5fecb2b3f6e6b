package org.entente.faults;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What partners have sent and what of it was accepted. Thread safe. */
final class Ledger {

    /**
     * One version of an object, as sent.
     *
     * @param client who sent it
     * @param turn of that client, who begins no other before it knows that this was accepted
     */
    record Posted(String id, String version, String content, int client, int turn, boolean first) {

        /** Names it among all. */
        String key() {
            return key(id, version);
        }

        static String key(String id, String version) {
            return id + " " + version;
        }
    }

    private final Map<String, Posted> posted = new ConcurrentHashMap<>();
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Pauses pauses = new Pauses();

    /** They are about to be sent, perhaps more than once. */
    void posted(List<Posted> objects) {
        objects.forEach(one -> posted.put(one.key(), one));
    }

    /** Their submitter was told so. */
    void accepted(List<Posted> objects) {
        objects.forEach(one -> accepted.add(one.key()));
        pauses.happened();
    }

    /** A status, or what else became of a request. */
    void answered(String how) {
        answers.computeIfAbsent(how, unknown -> new AtomicInteger()).incrementAndGet();
    }

    @Nullable
    Posted find(String key) {
        return posted.get(key);
    }

    Set<String> accepted() {
        return accepted;
    }

    Map<String, AtomicInteger> answers() {
        return answers;
    }

    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        answers.forEach((how, count) -> counts.put(how, count.get()));
        return counts;
    }

    Pauses pauses() {
        return pauses;
    }
}
