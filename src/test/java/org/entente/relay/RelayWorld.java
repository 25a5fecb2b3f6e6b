package org.entente.relay;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.entente.log.Extent;
import org.entente.log.Feed;
import org.entente.log.Links;
import org.entente.log.LogEntry;
import org.entente.log.LogReader;
import org.entente.log.LogSpot;
import org.entente.log.LogTraces;
import org.entente.log.NumberedClass;
import org.entente.log.Outline;
import org.entente.log.Page;
import org.entente.log.PageQuery;
import org.entente.log.Placement;
import org.entente.log.RecallCause;
import org.entente.log.RecallItem;
import org.entente.log.ReleaseClass;
import org.entente.partner.Admission;
import org.entente.partner.Directory;
import org.entente.partner.Directory.Member;
import org.entente.partner.Partners;
import org.entente.partner.TrustPolicy;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.entente.release.Decisions;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.trace.Traces;

/**
 * Everything around a shard's delivery, in memory: a log, a directory, and a Kafka of which only what was committed counts.
 * Each delivery gets a new producer, as after a crash, and starts from what the earlier ones committed.
 */
final class RelayWorld implements LogReader, Commits, Stops, FeedTopics, ProgressStore {

    static final PartnerId SUBMITTER = new PartnerId("xa-cert");
    static final String SEAL_KEY = "a key of thirty-two characters or more";

    private static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

    final Set<PartnerId> withoutTopics = new HashSet<>();
    final Map<PartnerId, Set<Long>> withheld = new HashMap<>();
    final Map<PartnerId, Long> stops = new HashMap<>();
    final List<Progress> marks = new ArrayList<>();
    final RecallsInMemory recalls = new RecallsInMemory();
    final Set<Long> commitsUnderWay = ConcurrentHashMap.newKeySet();
    final ActsInMemory acts = new ActsInMemory();
    final List<LogTraces.Stretch> stretches = new ArrayList<>();
    Traces traces = Traces.off();
    Runnable beforeDecisions = () -> {};
    long nanos = 1;
    Duration commitsToldAfter = Duration.ZERO;
    boolean commitsEndUntold;
    private long lastCommit;
    private Optional<ShardState> foundElsewhere = Optional.empty();

    private volatile Long gap;
    private final List<LogEntry> entries = new java.util.concurrent.CopyOnWriteArrayList<>();
    private final List<NumberedClass> classes = new ArrayList<>();
    private final List<Member> members = new ArrayList<>();
    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final Map<String, String> settings = new HashMap<>();
    private final Holds holds = new Holds(Duration.ofSeconds(10), () -> nanos);
    private final int shard;
    private volatile Instant now = Instant.EPOCH.plusSeconds(1_000_000);
    private volatile Directory directory = Directory.of(0, List.of(), List.of());

    RelayWorld() {
        this(0);
    }

    /** A world whose partners all belong to one shard. */
    RelayWorld(int shard) {
        this.shard = shard;
        member(SUBMITTER, false);
        classes.add(new NumberedClass(
                1, ReleaseClass.plain(Tlp.CLEAR, Feed.THREATS, "indicator", SUBMITTER, Audience.OPEN)));
    }

    RelayWorld with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    PartnerId partner(String name) {
        PartnerId id = new PartnerId(name);
        member(id, true);
        return id;
    }

    private void member(PartnerId id, boolean active) {
        int shards = config().shards();
        int ordinal = shards == 1 || shard == 0 ? members.size() : members.size() * shards + shard;
        members.add(new Member(id, id.value(), ordinal, active, true, Set.of(), open(), 1));
        change();
    }

    /** The partner gets nothing from here on. */
    void close(PartnerId partner) {
        members.replaceAll(m -> m.id().equals(partner)
                ? new Member(m.id(), m.title(), m.ordinal(), true, true, Set.of(), TrustPolicy.CLOSED, 2)
                : m);
        change();
    }

    /** The partner gets everything again from here on. */
    void open(PartnerId partner) {
        delay(partner, Duration.ZERO);
    }

    /** The partner gets everything from here on, but this much later than it was added. */
    void delay(PartnerId partner, Duration delay) {
        TrustPolicy delayed = open().withTo(open().to().withDelay(delay));
        members.replaceAll(m -> m.id().equals(partner)
                ? new Member(m.id(), m.title(), m.ordinal(), true, true, Set.of(), delayed, m.policyVersion() + 1)
                : m);
        change();
    }

    /** Entries are added at the second of their position, so at this moment the first ones are this old. */
    void secondsAfterStart(long seconds) {
        now = Instant.EPOCH.plusSeconds(seconds);
    }

    /** A class of entries that this partner submitted and everybody may have. */
    void classSubmittedBy(int number, PartnerId submitter) {
        classes.add(new NumberedClass(
                number, ReleaseClass.plain(Tlp.CLEAR, Feed.THREATS, "indicator", submitter, Audience.OPEN)));
    }

    /** The partner loses the role subscriber, or gets it back. */
    void subscribes(PartnerId partner, boolean subscribes) {
        members.replaceAll(m -> m.id().equals(partner)
                ? new Member(m.id(), m.title(), m.ordinal(), true, subscribes, Set.of(), m.policy(), 1)
                : m);
        change();
    }

    /** The directory, to whom it may concern. */
    Partners partners() {
        return new Partners() {
            @Override
            public Directory current() {
                return directory;
            }

            @Override
            public Uni<Directory> upToDate() {
                return Uni.createFrom().item(() -> directory);
            }

            @Override
            public boolean admits(Admission admission) {
                throw new UnsupportedOperationException("Nobody is let in here");
            }

            @Override
            public void onChange(Listener listener) {
                throw new UnsupportedOperationException("Nobody follows this directory");
            }
        };
    }

    private void change() {
        directory = Directory.of(directory.revision() + 1, members, List.of());
    }

    private static TrustPolicy open() {
        return TrustPolicy.CLOSED.withTo(TrustPolicy.To.everythingUpTo(Tlp.AMBER));
    }

    int ordinal(PartnerId partner) {
        return members.stream()
                .filter(m -> m.id().equals(partner))
                .findFirst()
                .orElseThrow()
                .ordinal();
    }

    /** An entry everybody may have. */
    String log() {
        return log("{\"type\":\"indicator\",\"id\":\"%s\"}", 1);
    }

    /** An entry that is decided to be released, but that the egress guard finds marked RED. */
    String logMistaken() {
        return log("{\"type\":\"indicator\",\"id\":\"%s\",\"object_marking_refs\":[\"" + RED + "\"]}", 1);
    }

    String log(String content, int classNumber) {
        long position = entries.size() + 1L;
        StixId id = new StixId("indicator", new UUID(0x4000L, 0x8000000000000000L | position));
        entries.add(new LogEntry(
                position,
                Instant.EPOCH.plusSeconds(position),
                id,
                Instant.EPOCH.plusMillis(1),
                classNumber,
                Set.of(),
                Links.NONE,
                content.formatted(id).getBytes(StandardCharsets.UTF_8)));
        return id.toString();
    }

    RelayConfig config() {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDiscoveredConverters().withMapping(RelayConfig.class);
        settings.forEach((name, value) -> builder.withDefaultValue("entente.relay." + name, value));
        return builder.build().getConfigMapping(RelayConfig.class);
    }

    /** A delivery of shard 0 with a new producer, from what was committed. */
    Delivery delivery() {
        return delivery(producer());
    }

    Delivery delivery(MockProducer<byte[], byte[]> producer) {
        RelayPorts ports = new RelayPorts(
                this,
                recalls,
                this::decide,
                this,
                this,
                this,
                this,
                () -> new TracedDeliveries(
                        traces,
                        (first, last) -> Uni.createFrom().item(stretches),
                        acts,
                        new Answers(Duration.ofSeconds(5))),
                new Answers(Duration.ofSeconds(5)),
                config(),
                () -> nanos);
        return new Delivery(
                0,
                ports,
                new FeedProducer(producer, 0),
                new FeedRecords(SEAL_KEY, "urn:test"),
                holds,
                new ShardMeter(new SimpleMeterRegistry(), 0, () -> entries.size()),
                committed(0));
    }

    MockProducer<byte[], byte[]> producer() {
        MockProducer<byte[], byte[]> producer =
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    /** Rounds until there is nothing more to do. */
    void deliverAll() {
        Delivery delivery = delivery();
        int rounds = 0;
        while (delivery.round()) {
            if (++rounds > 1000) {
                throw new AssertionError("The delivery does not come to rest");
            }
        }
    }

    /** STIX ids of the records committed to the partner's threats, in order. */
    List<String> delivered(PartnerId partner) {
        return records().stream()
                .filter(sent -> sent.topic().equals(TopicNames.feed(partner, Feed.THREATS)))
                .map(sent -> new String(sent.key(), StandardCharsets.UTF_8))
                .toList();
    }

    /** What the records committed to the partner's threats say under a header, in order. */
    List<String> headers(PartnerId partner, String name) {
        return records().stream()
                .filter(sent -> sent.topic().equals(TopicNames.feed(partner, Feed.THREATS)))
                .map(sent -> text(sent.headers().lastHeader(name).value()))
                .toList();
    }

    /** The partner is told to drop the entry as it was, and is to have it as it is from now on. */
    void recallLeaving(long position, PartnerId partner) {
        recall(position, position, partner);
    }

    /** Each partner is told to drop the entry, which its policy no longer allows or somebody took back. */
    void recall(long position, PartnerId... partners) {
        recall(position, 0, partners);
    }

    private void recall(long position, long remains, PartnerId... partners) {
        LogEntry entry = entries.get((int) position - 1);
        for (PartnerId partner : partners) {
            long number = recalls.items.size() + 1L;
            recalls.items.add(new RecallItem(
                    number,
                    partner,
                    new UUID(1, number),
                    position,
                    entry.id(),
                    Optional.of(entry.version()),
                    Feed.THREATS,
                    now,
                    RecallCause.OPERATOR,
                    "A mistake",
                    remains));
        }
        recalls.revision++;
    }

    List<ProducerRecord<byte[], byte[]>> records() {
        return producers.stream()
                .flatMap(producer -> producer.history().stream())
                .filter(sent -> !sent.topic().equals(TopicNames.STATE_TOPIC))
                .collect(Collectors.toList());
    }

    long transactions() {
        return producers.stream().mapToLong(MockProducer::commitCount).sum();
    }

    /** The state topic is found to hold nothing that counts, and this is gone on from. */
    void goOnFrom(ShardState state) {
        producers.clear();
        foundElsewhere = Optional.of(state.insteadOf(Map.of()));
    }

    @Override
    public ShardState committed(int shard) {
        if (producers.stream().allMatch(producer -> producer.commitCount() == 0) && foundElsewhere.isPresent()) {
            return foundElsewhere.get();
        }
        Map<String, String> texts = new HashMap<>();
        producers.stream()
                .flatMap(producer -> producer.history().stream())
                .filter(sent -> sent.topic().equals(TopicNames.STATE_TOPIC))
                .forEach(sent -> texts.put(text(sent.key()), text(sent.value())));
        return ShardState.of(texts).orElse(ShardState.NONE);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** How far the shard has come. */
    Progress progress() {
        return committed(0).progress();
    }

    @Override
    public void mark(int shard, ShardState committed) {
        marks.add(committed.progress());
    }

    @Override
    public Uni<Long> begin(int shard) {
        Uni<Long> told = Uni.createFrom().item(() -> {
            commitsUnderWay.add(++lastCommit);
            return lastCommit;
        });
        // Not even a thread changes without need: what tests do in between happens on theirs.
        return commitsToldAfter.isZero()
                ? told
                : Uni.createFrom()
                        .voidItem()
                        .onItem()
                        .delayIt()
                        .by(commitsToldAfter)
                        .chain(() -> told);
    }

    @Override
    public Uni<Void> over(long number) {
        return commitsEndUntold
                ? Uni.createFrom().failure(new IllegalStateException("The database is away"))
                : Uni.createFrom().voidItem().invoke(() -> commitsUnderWay.remove(number));
    }

    @Override
    public Uni<Long> last() {
        return Uni.createFrom().item(() -> lastCommit);
    }

    @Override
    public Uni<Void> fenced(int shard, long last) {
        return Uni.createFrom().voidItem().invoke(() -> commitsUnderWay.removeIf(number -> number <= last));
    }

    /** An entry is given a class that nobody may have, as a recall does. */
    void narrow(long position) {
        if (classes.size() == 1) {
            classes.add(new NumberedClass(
                    2, ReleaseClass.plain(Tlp.RED, Feed.THREATS, "indicator", SUBMITTER, Audience.OPEN)));
        }
        reclass(position, 2, entries.get((int) position - 1).content());
    }

    /** An entry is erased: its place stays. */
    void erase(long position) {
        reclass(position, LogEntry.ERASED, new byte[0]);
    }

    private void reclass(long position, int classNumber, byte[] content) {
        LogEntry of = entries.get((int) position - 1);
        entries.set(
                (int) position - 1,
                new LogEntry(
                        of.position(),
                        of.dateAdded(),
                        of.id(),
                        of.version(),
                        classNumber,
                        of.earlierClasses(),
                        of.links(),
                        content));
        recalls.revision++;
    }

    @Override
    public void stop(PartnerId partner, LogEntry entry, String objection) {
        stops.put(partner, entry.position());
    }

    @Override
    public Set<PartnerId> stopped() {
        return Set.copyOf(stops.keySet());
    }

    @Override
    public boolean isWithheld(PartnerId partner, long position) {
        return withheld.getOrDefault(partner, Set.of()).contains(position);
    }

    /** An operator decides that the partner goes on without the record that stopped it. */
    void withhold(PartnerId partner) {
        withheld.computeIfAbsent(partner, none -> new HashSet<>()).add(stops.remove(partner));
        nanos += Duration.ofSeconds(2).toNanos();
    }

    @Override
    public Set<PartnerId> ensure(Set<PartnerId> partners) {
        Set<PartnerId> lacking = new HashSet<>(partners);
        lacking.retainAll(withoutTopics);
        return lacking;
    }

    Uni<Decisions> decide() {
        return Uni.createFrom().item(this::decisions);
    }

    private Decisions decisions() {
        beforeDecisions.run();
        return Decisions.compile(directory, classes).at(now);
    }

    @Override
    public Uni<List<LogEntry>> after(long afterPosition, int limit) {
        return Uni.createFrom()
                .item(() -> List.copyOf(entries.subList((int) Math.min(afterPosition, entries.size()), (int)
                        Math.min(afterPosition + limit, entries.size()))));
    }

    @Override
    public Uni<Outline> outline(PageQuery query, long headBytes) {
        throw new UnsupportedOperationException("The relay reads entries whole");
    }

    @Override
    public Uni<Page> at(long[] positions) {
        throw new UnsupportedOperationException("The relay reads forward");
    }

    @Override
    public Uni<List<LogEntry>> standingAt(Collection<Long> positions) {
        return Uni.createFrom()
                .item(() -> entries.stream()
                        .filter(entry -> positions.contains(entry.position()))
                        .toList());
    }

    @Override
    public Uni<Map<Integer, Long>> entriesSince(Instant since) {
        throw new UnsupportedOperationException("The relay counts nothing");
    }

    @Override
    public Uni<List<Placement>> newest(Collection<Integer> classNumbers, int limit) {
        throw new UnsupportedOperationException("The relay reads forward");
    }

    @Override
    public Uni<Extent> extentOf(int[] classNumbers) {
        throw new UnsupportedOperationException("The relay counts nothing");
    }

    @Override
    public Uni<List<Placement>> entriesOf(StixId id) {
        throw new UnsupportedOperationException("The relay follows the log");
    }

    @Override
    public Uni<Long> lastPositionAt(Instant moment) {
        return Uni.createFrom()
                .item(() -> entries.stream()
                        .filter(entry -> !entry.dateAdded().isAfter(moment))
                        .mapToLong(LogEntry::position)
                        .max()
                        .orElse(0));
    }

    @Override
    public Uni<LogSpot> spot(long position) {
        return Uni.createFrom()
                .item(() -> new LogSpot(
                        entries.stream()
                                .filter(entry -> entry.position() == position)
                                .map(LogEntry::dateAdded)
                                .findFirst(),
                        Optional.ofNullable(gap).filter(behind -> behind < position),
                        gap != null));
    }

    /** A backup that ended there was restored, and said to be. */
    void restored(long end) {
        gap = end;
    }

    @Override
    public Uni<Long> lastPosition() {
        return Uni.createFrom().item(() -> (long) entries.size());
    }

    @Override
    public Uni<Page> page(PageQuery query) {
        throw new UnsupportedOperationException("The relay reads everything");
    }

    @Override
    public Uni<List<NumberedClass>> classesAbove(int number) {
        throw new UnsupportedOperationException("The relay asks for decisions");
    }

    @Override
    public void onSequenced(Runnable callback) {
        throw new UnsupportedOperationException("Tests run rounds themselves");
    }
}
