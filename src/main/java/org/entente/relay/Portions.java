package org.entente.relay;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Splits what is asked of Kafka's controller for many partners: a request for which it would have to write more than 10,000 records is
 * refused as a whole, and would be whenever it is tried again. Those are the topics of 830 partners, or the rules of 1,000.
 */
final class Portions {

    /** Far from the limit, and little enough for one call to be answered in time. */
    private static final int RECORDS_AT_ONCE = 2_000;

    private Portions() {}

    /** @param recordsEach what the controller writes for one of them */
    static <T> List<List<T>> of(Collection<T> all, int recordsEach) {
        int atOnce = Math.max(1, RECORDS_AT_ONCE / recordsEach);
        List<T> rest = List.copyOf(all);
        List<List<T>> portions = new ArrayList<>();
        for (int from = 0; from < rest.size(); from += atOnce) {
            portions.add(rest.subList(from, Math.min(from + atOnce, rest.size())));
        }
        return portions;
    }

    /** Asks for one portion after the other. What was done stays, whatever becomes of the next. */
    static <T> Uni<Void> inTurn(Collection<T> all, int recordsEach, Function<List<T>, Uni<?>> ask) {
        return Multi.createFrom()
                .iterable(of(all, recordsEach))
                .onItem()
                .transformToUniAndConcatenate(portion -> ask.apply(portion).replaceWithVoid())
                .onItem()
                .ignoreAsUni();
    }
}
