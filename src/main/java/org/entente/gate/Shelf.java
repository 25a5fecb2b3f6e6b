package org.entente.gate;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.log.VersionFilter;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.release.Outcome;
import org.entente.release.Reach;
import org.entente.release.Released;
import org.entente.stix.StixId;
import org.jboss.logging.Logger;

/**
 * What one partner has, under one set of decisions: versions it may have of objects, released to it. An object is called here as
 * the partner knows it.
 *
 * @param decisions in force for the whole question
 * @param reader who asks
 */
public record Shelf(LogReader log, Decisions decisions, PartnerId reader) {

    private static final Logger LOG = Logger.getLogger(Shelf.class);

    /** Rows asked of the log at a time. */
    private static final int PAGE = 500;

    /**
     * One object of the reader's.
     *
     * @param released what may leave
     * @param entry where it is in the log; never to be shown
     */
    public record Held(Released released, LogEntry entry) {}

    /** Numbers of the classes the reader may have. */
    public int[] classes(Predicate<ReleaseClass> narrowed) {
        return decisions.reads(reader) ? decisions.visibleTo(reader, narrowed) : new int[0];
    }

    /** What the reader may mean by these names, as the log has it. */
    public Set<StixId> originals(Set<StixId> names) {
        return names.stream()
                .flatMap(name -> decisions.originals(reader, name).stream())
                .collect(Collectors.toSet());
    }

    /** What the reader has of these objects of the log, in log order; the newest version of each. */
    public Uni<List<Held>> behind(Set<StixId> ids, Optional<Instant> addedAfter) {
        return behind(ids, addedAfter, VersionFilter.LAST);
    }

    /** The same of other versions. */
    public Uni<List<Held>> behind(Set<StixId> ids, Optional<Instant> addedAfter, VersionFilter versions) {
        return ids.isEmpty() || !decisions.reads(reader)
                ? Uni.createFrom().item(List.of())
                : further(new PageQuery(new int[0], 0, addedAfter, Optional.empty(), ids, versions, PAGE));
    }

    private Uni<List<Held>> further(PageQuery query) {
        return new Reach(decisions, reader)
                .of(any -> true, query)
                .map(log::page)
                .orElse(Uni.createFrom().item(new Page(List.of(), false)))
                // The egress guard reads every byte: too much work for an event loop.
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(page -> page.more() && !page.entries().isEmpty()
                        ? further(after(query, page)).map(rest -> joined(held(page), rest))
                        : Uni.createFrom().item(held(page)));
    }

    private static PageQuery after(PageQuery query, Page page) {
        return new PageQuery(
                query.classes(),
                page.entries().get(page.entries().size() - 1).position(),
                query.addedAfter(),
                Optional.empty(),
                query.ids(),
                query.versions(),
                query.limit());
    }

    private static List<Held> joined(List<Held> first, List<Held> rest) {
        List<Held> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    private List<Held> held(Page page) {
        List<Held> held = new ArrayList<>(page.entries().size());
        for (LogEntry entry : page.entries()) {
            Outcome outcome = decisions.release(entry, reader);
            if (outcome instanceof Released released) {
                held.add(new Held(released, entry));
            } else if (outcome instanceof Outcome.Quarantined) {
                LOG.errorf(
                        "The egress guard kept an object from a search; partnerId=%s position=%d",
                        reader, entry.position());
            }
        }
        return held;
    }
}
