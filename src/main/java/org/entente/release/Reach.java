package org.entente.release;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import org.entente.log.PageQuery;
import org.entente.log.ReleaseClass;
import org.entente.party.PartnerId;

/**
 * How far a partner may look into the log, under one set of decisions. Only a first sieve: what an entry is to the partner, and
 * whether it may leave, says {@link Decisions#release}.
 *
 * @param decisions stamped with the time of the question
 * @param reader who looks
 */
public record Reach(Decisions decisions, PartnerId reader) {

    /**
     * The same question about what the reader may have and nothing else; empty when nothing can come of it.
     *
     * @param narrowed which of the classes it may have are asked for
     * @param asked whose classes, views and latest date do not count
     */
    public Optional<PageQuery> of(Predicate<ReleaseClass> narrowed, PageQuery asked) {
        int[] classes = decisions.visibleTo(reader, narrowed);
        return classes.length == 0
                ? Optional.empty()
                : Optional.of(new PageQuery(
                        classes,
                        Arrays.stream(classes)
                                .filter(number -> decisions.isView(number, reader))
                                .toArray(),
                        asked.afterPosition(),
                        asked.addedAfter(),
                        decisions.horizon(reader),
                        asked.ids(),
                        asked.versions(),
                        asked.limit(),
                        asked.untilPosition(),
                        asked.tellsOtherVersions()));
    }
}
