package org.entente.overview;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.gate.Gate;
import org.entente.log.LogReader;
import org.entente.overview.Numbers.Next;
import org.entente.overview.Numbers.OfDay;
import org.entente.overview.Numbers.OfFeed;
import org.entente.overview.Overview.Day;
import org.entente.overview.Overview.Feed;
import org.entente.partner.Directory.Member;
import org.entente.relay.FeedPlaces;
import org.entente.relay.FeedPlaces.Places;
import org.entente.release.Decisions;
import org.entente.release.PartnerSet;
import org.jspecify.annotations.Nullable;

/** Puts the overview together. Thread safe. */
@ApplicationScoped
public class Overviews {

    private static final int DAYS = 14;
    private static final int FEEDS_MAX = 200;

    /** What stands needs somebody; what lags may. */
    static final Comparator<Feed> MOST_URGENT_FIRST = Comparator.comparing((Feed feed) -> !feed.stopped())
            .thenComparing(feed -> feed.lag() == null ? 0 : -feed.lag())
            .thenComparing(Feed::partner);

    private final Numbers numbers;
    private final FeedPlaces places;
    private final Gate gate;
    private final LogReader log;
    private final Clock clock;

    Overviews(Numbers numbers, FeedPlaces places, Gate gate, LogReader log, Clock clock) {
        this.numbers = numbers;
        this.places = places;
        this.gate = gate;
        this.log = log;
        this.clock = clock;
    }

    private record Feeds(List<Feed> feeds, @Nullable Instant asOf) {
        List<Feed> first() {
            return feeds.stream().limit(FEEDS_MAX).toList();
        }
    }

    /** As of now. */
    public Uni<Overview> now() {
        Instant now = clock.instant();
        return gate.upToDate()
                .chain(decisions -> Uni.combine()
                        .all()
                        .unis(
                                numbers.hours(now),
                                days(decisions, now),
                                feeds(decisions, now),
                                numbers.queues(now),
                                numbers.recalls(now),
                                numbers.indexes())
                        .with((hours, days, feeds, queues, recalls, indexes) ->
                                new Overview(now, hours, days, feeds.first(), feeds.asOf(), queues, recalls, indexes)));
    }

    /** How far every partner's topics are, stopped ones first and then those furthest behind. */
    Uni<List<Feed>> feeds(Instant now) {
        return gate.upToDate().chain(decisions -> feeds(decisions, now)).map(Feeds::feeds);
    }

    private Uni<List<Day>> days(Decisions decisions, Instant now) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        return numbers.days(today.minusDays(DAYS - 1)).map(rows -> {
            Map<LocalDate, List<OfDay>> byDay = rows.stream().collect(Collectors.groupingBy(OfDay::day));
            return Stream.iterate(today.minusDays(DAYS - 1), day -> day.plusDays(1))
                    .limit(DAYS)
                    .map(day -> day(day, byDay.getOrDefault(day, List.of()), decisions))
                    .toList();
        });
    }

    private static Day day(LocalDate day, List<OfDay> classes, Decisions decisions) {
        return new Day(
                day,
                classes.stream().mapToLong(OfDay::entries).sum(),
                classes.stream()
                        .mapToLong(one -> one.entries() * others(decisions, one.classNumber()))
                        .sum());
    }

    /** How many get the class, its submitter aside. */
    private static int others(Decisions decisions, int classNumber) {
        PartnerSet recipients = decisions.recipients(classNumber);
        boolean itself = decisions
                .releaseClass(classNumber)
                .flatMap(known -> decisions.directory().partner(known.submitter()))
                .map(Member::ordinal)
                .filter(recipients::contains)
                .isPresent();
        return recipients.size() - (itself ? 1 : 0);
    }

    private Uni<Feeds> feeds(Decisions decisions, Instant now) {
        List<Member> readers = decisions.directory().partners().values().stream()
                .filter(Member::reads)
                .toList();
        return Uni.combine()
                .all()
                .unis(numbers.feeds(), places.now(), log.lastPosition())
                .with((rows, at, last) -> new Known(readers, rows, at, last))
                .chain(known -> numbers.next(known.positions()).map(next -> known.feeds(next, now)));
    }

    /** What is known of all feeds before their ages are. */
    private record Known(List<Member> readers, List<OfFeed> rows, Places places, long last) {

        Long[] positions() {
            return readers.stream()
                    .map(places::of)
                    .filter(OptionalLong::isPresent)
                    .map(OptionalLong::getAsLong)
                    .distinct()
                    .toArray(Long[]::new);
        }

        Feeds feeds(List<Next> next, Instant now) {
            Map<String, OfFeed> byName = rows.stream().collect(Collectors.toMap(OfFeed::partner, row -> row));
            Map<Long, Instant> ages = new HashMap<>();
            next.forEach(one -> {
                if (one.addedAt() != null) {
                    ages.put(one.position(), one.addedAt());
                }
            });
            List<Feed> feeds = readers.stream()
                    .map(reader -> feed(reader, byName.get(reader.id().value()), ages, now))
                    .sorted(MOST_URGENT_FIRST)
                    .toList();
            return new Feeds(feeds, places.recordedAt().orElse(null));
        }

        private Feed feed(Member reader, @Nullable OfFeed row, Map<Long, Instant> ages, Instant now) {
            OptionalLong place = places.of(reader);
            @Nullable Instant oldest = place.isPresent() ? ages.get(place.getAsLong()) : null;
            return new Feed(
                    reader.id(),
                    reader.title(),
                    row == null ? "pending" : row.kafka(),
                    place.isPresent() ? Math.max(0, last - place.getAsLong()) : null,
                    oldest == null ? null : Numbers.seconds(oldest, now),
                    row != null && row.stopped());
        }
    }
}
