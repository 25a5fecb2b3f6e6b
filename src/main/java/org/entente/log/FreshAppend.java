package org.entente.log;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Appends what submitters assert for the first time, of one submission or several, in one statement, and gives it its places where
 * nothing stands in the way; else it is queued.
 */
final class FreshAppend {

    /** Of {@code log_append_fresh}, and which of them says whether dates are this instance's to give. */
    private static final int PARAMETERS = 17;

    private static final int ELECTED = 15;

    private static final Comparator<Line> BY_KEY = Comparator.<Line, UUID>comparing(
                    line -> line.assertion().id().uuid())
            .thenComparing(line -> line.assertion().version())
            .thenComparing(line -> line.assertion().digest(), Arrays::compare);

    private final Map<String, Integer> kinds;
    private final Map<ReleaseClass, Integer> classes;

    FreshAppend(Map<String, Integer> kinds, Map<ReleaseClass, Integer> classes) {
        this.kinds = kinds;
        this.classes = classes;
    }

    /**
     * An assertion.
     *
     * @param place in the order of the submissions, from 0
     * @param stored whether its content is there already
     */
    private record Line(int place, UUID submission, Assertion assertion, boolean stored) {}

    /**
     * One statement that is a transaction. Where it fails nothing was done, see {@link LogWriter#appendFresh}.
     *
     * @param elected whether dates are this instance's to give
     * @return how many were given their places; 0 where they wait for the sequencer
     */
    Uni<Integer> append(
            Pool pool,
            List<LogWriter.Submitted> submissions,
            LogWriter.Along along,
            BooleanSupplier elected,
            DateTicks ticks) {
        String sql = sql(along);
        Tuple values = Tuple.tuple();
        IntStream.range(0, along.values().size())
                .forEach(i -> values.addValue(along.values().getValue(i)));
        rows(values, lines(submissions));
        traces(values, submissions);
        return pool.withConnection(connection -> Uni.createFrom().deferred(() -> {
            // Not before it can go: the entries get this moment's date.
            values.addBoolean(elected.getAsBoolean())
                    .addOffsetDateTime(ticks.now().atOffset(ZoneOffset.UTC))
                    .addValue(Buffer.buffer(ticks.seed()));
            return connection
                    .preparedQuery(sql)
                    .execute(values)
                    .map(rows -> rows.iterator().next().getInteger("placed"));
        }));
    }

    /** What goes along is asked for first: what it may wait for is waited for before the lock of placing is taken. */
    private static String sql(LogWriter.Along along) {
        int before = along.values().size();
        String arguments = IntStream.rangeClosed(1, PARAMETERS)
                .mapToObj(number -> (number == ELECTED ? "along.done IS NOT NULL AND $" : "$") + (before + number))
                .collect(Collectors.joining(", "));
        return "SELECT log_append_fresh(" + arguments + ") AS placed FROM " + along.call() + " AS along(done)";
    }

    private static void traces(Tuple values, List<LogWriter.Submitted> submissions) {
        List<LogWriter.Submitted> traced =
                submissions.stream().filter(s -> s.trace().isPresent()).toList();
        values.addValue(traced.stream().map(LogWriter.Submitted::submissionId).toArray(UUID[]::new))
                .addValue(
                        traced.stream().map(s -> s.trace().orElseThrow().text()).toArray(String[]::new));
    }

    private static List<Line> lines(List<LogWriter.Submitted> submissions) {
        List<Line> lines = new ArrayList<>();
        for (LogWriter.Submitted submitted : submissions) {
            List<Assertion> assertions = submitted.assertions();
            for (int i = 0; i < assertions.size(); i++) {
                boolean stored = submitted.stored().contains(i);
                lines.add(new Line(lines.size(), submitted.submissionId(), assertions.get(i), stored));
            }
        }
        return lines;
    }

    /** Contents in key order, so that two transactions with the same objects wait for one another instead of deadlocking. */
    private void rows(Tuple values, List<Line> lines) {
        List<Line> byKey = new ArrayList<>(lines);
        byKey.sort(BY_KEY);
        Integer[] places = new Integer[lines.size()];
        for (int i = 0; i < places.length; i++) {
            places[byKey.get(i).place()] = i + 1;
        }
        values.addValue(assertions(byKey, a -> a.id().uuid()).toArray(UUID[]::new))
                .addValue(assertions(byKey, a -> number(kinds, a.id().type())).toArray(Integer[]::new))
                .addValue(assertions(byKey, FreshAppend::version).toArray(OffsetDateTime[]::new))
                .addValue(assertions(byKey, a -> Buffer.buffer(a.digest())).toArray(Buffer[]::new))
                .addValue(assertions(byKey, a -> Buffer.buffer(a.content())).toArray(Buffer[]::new))
                .addValue(byKey.stream().map(Line::stored).toArray(Boolean[]::new))
                .addValue(places)
                .addValue(lines.stream().map(Line::submission).toArray(UUID[]::new))
                .addValue(assertions(lines, a -> number(classes, a.stated())).toArray(Integer[]::new))
                .addValue(references(lines, ReferencesText::ties))
                .addValue(references(lines, ReferencesText::members))
                .addValue(references(lines, r -> ReferencesText.ids(r.foreign())));
    }

    private static <T> List<T> assertions(List<Line> lines, Function<Assertion, T> column) {
        List<T> values = new ArrayList<>(lines.size());
        lines.forEach(line -> values.add(column.apply(line.assertion())));
        return values;
    }

    private static @Nullable String[] references(List<Line> lines, Function<References, @Nullable String> column) {
        return lines.stream()
                .map(line -> column.apply(line.assertion().references()))
                .toArray(String[]::new);
    }

    private static OffsetDateTime version(Assertion assertion) {
        return assertion.version().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static <K> int number(Map<K, Integer> numbers, K key) {
        Integer number = numbers.get(key);
        if (number == null) {
            throw new IllegalStateException("Not interned");
        }
        return number;
    }
}
