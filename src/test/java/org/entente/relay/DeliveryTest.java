package org.entente.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.entente.log.Feed;
import org.entente.party.PartnerId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {

    private final RelayWorld world = new RelayWorld();
    private final PartnerId xb = world.partner("xb-cert");
    private final PartnerId xc = world.partner("xc-cert");

    @Test
    void everyEntryIsSentToEveryPartnerOnceInLogOrder() {
        // Given
        List<String> logged = logMany(2500);

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(world.delivered(xc)).isEqualTo(logged);
        assertThat(world.progress().position()).isEqualTo(2500);
    }

    @Test
    void partnerThatDoesNotSubscribeIsSentNotEvenItsOwnObjects() {
        // Given entries that xc submitted itself
        world.classSubmittedBy(2, xc);
        world.log("{\"type\":\"indicator\",\"id\":\"%s\"}", 2);
        world.subscribes(xc, false);

        // When they are delivered while it does not subscribe, and when it does again
        world.deliverAll();
        world.subscribes(xc, true);
        String later = world.log();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).hasSize(2);
        assertThat(world.delivered(xc)).containsExactly(later);
    }

    @Test
    void laggardThatNoLongerSubscribesIsPassedOverWhatItMissed() {
        // Given a partner that fell behind, with an object of its own among what it missed
        world.classSubmittedBy(2, xc);
        world.withoutTopics.add(xc);
        world.log("{\"type\":\"indicator\",\"id\":\"%s\"}", 2);
        world.deliverAll();
        assertThat(world.progress().lags(world.ordinal(xc))).isTrue();

        // When
        world.subscribes(xc, false);
        world.withoutTopics.clear();
        world.log();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xc)).isEmpty();
        assertThat(world.delivered(xb)).hasSize(2);
    }

    @Test
    void delayedPartnerIsSentEverythingWhenItIsDueAndNobodyWaitsForIt() {
        // Given ten entries, one a second
        world.delay(xc, Duration.ofSeconds(60));
        List<String> logged = logMany(10);

        // When a minute after the fourth, and after the last
        world.secondsAfterStart(64);
        world.deliverAll();
        List<String> early = world.delivered(xc);
        world.secondsAfterStart(70);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(early).isEqualTo(logged.subList(0, 4));
        assertThat(world.delivered(xc)).isEqualTo(logged);
    }

    @Test
    void delayThatIsLiftedLetsThePartnerCatchUpAtOnce() {
        // Given
        world.delay(xc, Duration.ofDays(300));
        List<String> logged = logMany(10);
        world.deliverAll();
        assertThat(world.delivered(xc)).isEmpty();

        // When
        world.delay(xc, Duration.ZERO);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xc)).isEqualTo(logged);
        assertThat(world.progress().laggards()).isEmpty();
    }

    @Test
    void delayPutInForceBeforeTheCommitHoldsBackWhatWasSentUnderTheOldPolicy() {
        // Given a policy that changes while the first records are under way
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.delay(xc, Duration.ofDays(300));
            }
        };
        List<String> logged = logMany(3);

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(world.delivered(xc)).isEmpty();
    }

    @Test
    void restartSendsOnlyWhatIsNew() {
        // Given
        List<String> logged = logMany(10);
        world.deliverAll();

        // When
        logged.addAll(logMany(10));
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
    }

    @Test
    void crashBeforeCommitLosesAndRepeatsNothing() {
        // Given a commit that fails after the records were produced
        List<String> logged = logMany(10);
        MockProducer<byte[], byte[]> crashing = world.producer();
        crashing.commitTransactionException = new KafkaException("The broker went away");
        assertThatThrownBy(() -> world.delivery(crashing).round()).isInstanceOf(KafkaException.class);
        assertThat(world.delivered(xb)).isEmpty();

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
    }

    @Test
    void fencedZombieCommitsNothing() {
        // Given a delivery that was frozen, and its successor
        List<String> logged = logMany(10);
        MockProducer<byte[], byte[]> zombie = world.producer();
        Delivery frozen = world.delivery(zombie);
        world.deliverAll();
        zombie.fenceProducer();

        // When
        assertThatThrownBy(frozen::round).isInstanceOf(ProducerFencedException.class);

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
    }

    @Test
    void manySmallEntriesShareATransaction() {
        // Given more than one batch of the log
        logMany(2500);

        // When
        world.deliverAll();

        // Then
        assertThat(world.records()).hasSize(5000);
        assertThat(world.transactions()).isEqualTo(1);
    }

    @Test
    void transactionIsBoundedInBytesAtTheEndOfAnEntry() {
        // Given
        world.with("transaction-bytes-max", "1");
        logMany(10);

        // When
        world.deliverAll();

        // Then
        assertThat(world.transactions()).isEqualTo(10);
    }

    @Test
    void quarantinedRecordStopsItsPartnerOnly() {
        // Given an entry that the guard objects to for xb, and would for xc, who is not allowed it anyway
        String first = world.log();
        world.close(xc);
        world.logMistaken();
        world.log();

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first);
        assertThat(world.stops).containsOnlyKeys(xb);
        assertThat(world.progress()).isEqualTo(Progress.NONE.at(3).with(world.ordinal(xb), 1));
    }

    @Test
    void stoppedPartnerGetsWhatItMissedOnceAnOperatorDecided() {
        // Given both stopped at the second entry, and more logged since
        List<String> expected = new ArrayList<>(List.of(world.log()));
        world.logMistaken();
        expected.addAll(logMany(450));
        world.deliverAll();
        world.withhold(xb);

        // When
        world.deliverAll();
        expected.add(world.log());
        world.deliverAll();

        // Then xb has all but the withheld one in order, and xc still waits
        assertThat(world.delivered(xb)).isEqualTo(expected);
        assertThat(world.delivered(xc)).hasSize(1);
        assertThat(world.progress().laggards()).containsOnlyKeys(world.ordinal(xc));
    }

    @Test
    void partnerThatIsStoppedTwiceWhileCatchingUpStopsAgain() {
        // Given
        String first = world.log();
        world.logMistaken();
        String third = world.log();
        world.logMistaken();
        String fifth = world.log();
        world.deliverAll();
        world.withhold(xb);
        world.deliverAll();
        assertThat(world.delivered(xb)).containsExactly(first, third);
        assertThat(world.stops).containsEntry(xb, 4L);

        // When
        world.withhold(xb);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, third, fifth);
    }

    @Test
    void crashWhileCatchingUpLosesAndRepeatsNothing() {
        // Given xb catching up when a commit fails
        List<String> expected = new ArrayList<>(List.of(world.log()));
        world.logMistaken();
        expected.addAll(logMany(450));
        world.deliverAll();
        world.withhold(xb);
        MockProducer<byte[], byte[]> crashing = world.producer();
        Delivery catchingUp = world.delivery(crashing);
        catchingUp.round();
        crashing.commitTransactionException = new KafkaException("The broker went away");
        assertThatThrownBy(catchingUp::round).isInstanceOf(KafkaException.class);

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(expected);
    }

    @Test
    void partnerWithoutTopicsWaitsAndTheOthersGoOn() {
        // Given
        world.withoutTopics.add(xb);
        List<String> logged = logMany(5);
        Delivery delivery = world.delivery();
        rest(delivery);
        assertThat(world.delivered(xc)).isEqualTo(logged);
        assertThat(world.delivered(xb)).isEmpty();

        // When its topics are there and the pause is over
        world.withoutTopics.clear();
        world.nanos += Duration.ofMinutes(1).toNanos();
        rest(delivery);
        logged.add(world.log());
        rest(delivery);

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(world.progress().laggards()).isEmpty();
    }

    @Test
    void policyNarrowedBeforeTheCommitTakesRecordsBack() {
        // Given a policy that closes after the records were decided
        logMany(3);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.close(xb);
            }
        };

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEmpty();
        assertThat(world.delivered(xc)).hasSize(3);
    }

    @Test
    void entryRecalledBeforeTheCommitIsReadAndDecidedAnew() {
        // Given a recall of the second entry after it was decided and sent
        List<String> logged = logMany(3);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.narrow(2);
            }
        };

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(logged.get(0), logged.get(2));
    }

    @Test
    void erasingOthersTakesNothingBackThatIsBeingSent() {
        // Given
        List<String> logged = logMany(3);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.recalls.erased.add(99L);
            }
        };

        // When
        world.delivery(world.producer()).round();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
    }

    @Test
    void erasingOneOfWhatIsBeingSentTakesItBack() {
        // Given
        logMany(3);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.recalls.erased.add(2L);
            }
        };

        // When
        world.delivery(world.producer()).round();

        // Then
        assertThat(world.delivered(xb)).isEmpty();
    }

    @Test
    void recallsInAStreamDoNotStopDelivery() {
        // Given a partner that is behind, and something recalled during every transaction but short ones
        world.withoutTopics.add(xb);
        List<String> logged = logMany(300);
        world.deliverAll();
        world.withoutTopics.clear();
        world.nanos += Duration.ofMinutes(1).toNanos();
        logged.addAll(logMany(300));
        MockProducer<byte[], byte[]> producer = world.producer();
        world.beforeDecisions = () -> {
            if (producer.uncommittedRecords().size() > 12) {
                world.recalls.revision++;
            }
        };

        // When
        rest(world.delivery(producer));

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(world.delivered(xc)).isEqualTo(logged);
    }

    @Test
    void commitWhoseOutcomeNobodyKnowsCountsAsUnderWay() {
        // Given
        logMany(3);
        MockProducer<byte[], byte[]> crashing = world.producer();
        crashing.commitTransactionException = new KafkaException("The broker went away");

        // When
        assertThatThrownBy(() -> world.delivery(crashing).round()).isInstanceOf(KafkaException.class);
        assertThat(world.commitsUnderWay).hasSize(1);
        world.commitsUnderWay.clear();
        world.deliverAll();

        // Then one that has happened does not
        assertThat(world.commitsUnderWay).isEmpty();
    }

    @Test
    void commitThatIsNotReachedIsNotToldOfOnlyAfterwards() {
        // Given a broker that refuses the progress while the database still writes down that there is a commit
        logMany(3);
        world.commitsToldAfter = Duration.ofMillis(100);
        MockProducer<byte[], byte[]> refusing = world.producer();
        refusing.sendOffsetsToTransactionException = new KafkaException("The broker went away");

        // When
        assertThatThrownBy(() -> world.delivery(refusing).round()).isInstanceOf(KafkaException.class);

        // Then whoever fences the producer by now knows of it
        assertThat(world.commitsUnderWay).hasSize(1);
    }

    @Test
    void commitWhoseEndCannotBeToldIsTroubleBeforeTheNextOne() {
        // Given
        List<String> logged = logMany(1);
        world.commitsEndUntold = true;
        Delivery delivery = world.delivery();
        delivery.round();
        logged.add(world.log());

        // When
        assertThatThrownBy(delivery::round).isInstanceOf(RelayTrouble.class);
        world.commitsEndUntold = false;
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
    }

    @Test
    void partnerThatJoinsGetsWhatIsLoggedFromThenOn() {
        // Given
        logMany(3);
        world.deliverAll();

        // When
        PartnerId xd = world.partner("xd-cert");
        String later = world.log();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xd)).containsExactly(later);
    }

    @Test
    void entryOfUnknownClassIsNotPassedOver() {
        // Given
        world.log("{\"type\":\"indicator\",\"id\":\"%s\"}", 2);

        // When
        Delivery delivery = world.delivery();

        // Then
        assertThatThrownBy(delivery::round).isInstanceOf(RelayTrouble.class);
        assertThat(world.progress()).isEqualTo(Progress.NONE);
    }

    @Test
    void tooLargeRecordIsQuarantinedRatherThanRetriedForEver() {
        // Given
        world.with("topic.record-bytes-max", "2000");
        world.log("{\"type\":\"indicator\",\"id\":\"%s\",\"name\":\"" + "x".repeat(2000) + "\"}", 1);

        // When
        world.deliverAll();

        // Then
        assertThat(world.stops).containsOnlyKeys(xb, xc);
    }

    @Test
    void shardServesItsOwnPartnersOnly() {
        // Given two shards, of which the even ordinals are this one's
        world.with("shards", "2");
        logMany(2);

        // When
        world.deliverAll();

        // Then
        assertThat(List.of(world.ordinal(xb) % 2, world.ordinal(xc) % 2)).containsExactly(1, 0);
        assertThat(world.delivered(xb)).isEmpty();
        assertThat(world.delivered(xc)).hasSize(2);
    }

    @Test
    void idleShardCommitsItsProgressAgainBeforeBrokersForgetIt() {
        // Given
        logMany(2);
        Delivery delivery = world.delivery();
        rest(delivery);
        long before = world.transactions();

        // When
        world.nanos += Duration.ofHours(2).toNanos();
        rest(delivery);

        // Then
        assertThat(world.transactions()).isEqualTo(before + 1);
        assertThat(world.progress().position()).isEqualTo(2);
    }

    @Test
    void stoppingDeliveryCommitsWhatIsUnderWayAndMarksIt() {
        // Given
        logMany(5);
        int[] turns = {0};

        // When
        world.delivery().run(new Wake(), () -> turns[0]++ < 1);

        // Then
        assertThat(world.delivered(xb)).hasSize(5);
        assertThat(world.marks).containsExactly(Progress.NONE.at(5));
    }

    @Test
    void recordsOfAFeedAreNumberedWithoutGapsOverRestartsAbortsAndStops() {
        // Given a crash, a policy that changes under way, and a record that stops xb
        logMany(3);
        world.deliverAll();
        logMany(3);
        MockProducer<byte[], byte[]> crashing = world.producer();
        crashing.commitTransactionException = new KafkaException("The broker went away");
        assertThatThrownBy(() -> world.delivery(crashing).round()).isInstanceOf(KafkaException.class);
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.close(xc);
            }
        };
        world.deliverAll();
        world.open(xc);
        world.logMistaken();
        logMany(3);
        world.deliverAll();
        world.withhold(xb);

        // When
        world.deliverAll();

        // Then
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(9));
        assertThat(world.headers(xc, "ce_sequence")).isEqualTo(numbers(3));
    }

    @Test
    void stateThatWasNotReadFromTheTopicIsInItWholeAfterTheFirstStart() {
        // Given a place from elsewhere, with a partner that is behind and stays there for now
        List<String> logged = logMany(10);
        world.withoutTopics.add(xb);
        ShardState elsewhere = new ShardState(
                Progress.NONE.at(5).with(world.ordinal(xb), 3),
                new TreeMap<>(Map.of(
                        world.ordinal(xb), Map.of(Feed.THREATS, 3L), world.ordinal(xc), Map.of(Feed.THREATS, 5L))));
        world.goOnFrom(elsewhere);

        // When it is started twice, and once more after the partner is there again
        world.deliverAll();
        world.deliverAll();
        world.withoutTopics.clear();
        world.nanos += Duration.ofMinutes(1).toNanos();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged.subList(3, 10));
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(10).subList(3, 10));
        assertThat(world.headers(xc, "ce_sequence")).isEqualTo(numbers(10).subList(5, 10));
    }

    @Test
    void stateIsKeptWholeEvenIfTheFirstRecordsAreTakenBack() {
        // Given
        logMany(10);
        world.withoutTopics.add(xb);
        ShardState elsewhere = new ShardState(
                Progress.NONE.at(5).with(world.ordinal(xb), 3),
                new TreeMap<>(Map.of(world.ordinal(xb), Map.of(Feed.THREATS, 3L))));
        world.goOnFrom(elsewhere);
        MockProducer<byte[], byte[]> crashing = world.producer();
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                crashing.commitTransactionException = new KafkaException("The broker went away");
            }
        };

        // When
        assertThatThrownBy(() -> world.delivery(crashing).round()).isInstanceOf(KafkaException.class);

        // Then
        assertThat(world.committed(0)).isEqualTo(elsewhere);
    }

    @Test
    void recallIsToldInItsPlaceToThoseWhoWereSentTheObject() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.narrow(1);
        world.recall(1, xb);

        // When
        String second = world.log();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first, second);
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(3));
        assertThat(world.headers(xb, "ce_type"))
                .containsExactly(
                        "org.entente.object.released.v1",
                        "org.entente.object.recalled.v1",
                        "org.entente.object.released.v1");
        assertThat(world.delivered(xc)).containsExactly(first, second);
        assertThat(world.progress().recall()).isEqualTo(1);
    }

    @Test
    void recallIsToldBeforeWhatIsReleasedAfterItHoweverLateBothCome() {
        // Given a recall, and an entry behind it, that come when the shard has begun to look for more
        String first = world.log();
        world.deliverAll();
        boolean[] came = {false};
        world.recalls.beforeRevision = () -> {
            if (!came[0]) {
                came[0] = true;
                world.narrow(1);
                world.recall(1, xb);
                world.log();
            }
        };

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb).subList(0, 2)).containsExactly(first, first);
        assertThat(world.headers(xb, "ce_type"))
                .containsExactly(
                        "org.entente.object.released.v1",
                        "org.entente.object.recalled.v1",
                        "org.entente.object.released.v1");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void recallsAreToldBeforeWhatIsReleasedAfterThemThoughOneFollowsAnother(int period) {
        // Given recalls, each with an entry behind it, that come when the shard asks, every so often, whether there was
        // one
        List<String> first = Stream.generate(world::log).limit(20).toList();
        world.deliverAll();
        List<String> after = new ArrayList<>();
        int[] asked = {0};
        world.recalls.beforeRevision = () -> {
            if (++asked[0] % period == 0 && after.size() < first.size()) {
                int position = after.size() + 1;
                world.narrow(position);
                world.recall(position, xb);
                after.add(world.log());
            }
        };

        // When
        IntStream.rangeClosed(1, first.size()).forEach(time -> world.deliverAll());

        // Then
        List<String> delivered = world.delivered(xb);
        assertThat(after).hasSizeGreaterThan(5);
        for (int i = 0; i < after.size(); i++) {
            assertThat(delivered.lastIndexOf(first.get(i)))
                    .as("recall %d", i)
                    .isBetween(first.size(), delivered.indexOf(after.get(i)));
        }
    }

    @Test
    void recallIsToldOnceOverRestartsAndWithoutAnythingElseToSend() {
        // Given
        world.log();
        world.deliverAll();
        world.narrow(1);
        world.recall(1, xb, xc);

        // When
        world.deliverAll();
        world.deliverAll();

        // Then
        assertThat(world.headers(xb, "ce_type")).hasSize(2);
        assertThat(world.headers(xc, "ce_type")).hasSize(2);
    }

    @Test
    void recallOfWhatAFeedHasNotComeToIsNotTold() {
        // Given an object that was recalled before it was delivered
        world.log();
        world.narrow(1);
        world.recall(1, xb);

        // When
        world.deliverAll();

        // Then
        assertThat(world.records()).isEmpty();
        assertThat(world.progress().recall()).isEqualTo(1);
    }

    @Test
    void recallDoesNotWaitBehindAQuarantinedRecord() {
        // Given
        String first = world.log();
        world.logMistaken();
        world.deliverAll();

        // When
        world.narrow(1);
        world.recall(1, xb);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first);
        assertThat(world.progress().laggards()).containsKey(world.ordinal(xb));
    }

    @Test
    void partnerThatMayNotReadIsToldOfARecallWhenItMayAgain() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.subscribes(xb, false);
        world.narrow(1);
        world.recall(1, xb);

        // When
        world.deliverAll();
        assertThat(world.delivered(xb)).containsExactly(first);
        world.subscribes(xb, true);
        world.deliverAll();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first);
        assertThat(world.headers(xb, "ce_type").get(1)).isEqualTo("org.entente.object.recalled.v1");
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(2));
        assertThat(world.progress().recallLaggards()).isEmpty();
    }

    @Test
    void whatRemainsOfARecalledObjectFollowsItsRecallOnceForThoseWhoHadIt() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.recallLeaving(1, xb);

        // When
        world.deliverAll();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first, first);
        assertThat(world.headers(xb, "ce_type"))
                .containsExactly(
                        "org.entente.object.released.v1",
                        "org.entente.object.recalled.v1",
                        "org.entente.object.released.v1");
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(3));
        assertThat(world.delivered(xc)).containsExactly(first);
    }

    @Test
    void whatIsErasedBeforeItIsDeliveredIsPassedWithoutAGapInTheNumbers() {
        // Given xc far behind, at the beginning of a stretch that is erased whole
        world.withoutTopics.add(xc);
        List<String> logged = logMany(6);
        world.deliverAll();
        for (long position = 1; position <= 4; position++) {
            world.erase(position);
        }
        String last = world.log();
        world.erase(7);

        // When its topics are there and the pause is over
        world.withoutTopics.clear();
        world.nanos += Duration.ofMinutes(1).toNanos();
        world.deliverAll();
        String next = world.log();
        world.deliverAll();

        // Then
        assertThat(last).isNotEqualTo(next);
        assertThat(world.delivered(xc)).containsExactly(logged.get(4), logged.get(5), next);
        assertThat(world.headers(xc, "ce_sequence")).isEqualTo(numbers(3));
        assertThat(world.headers(xb, "ce_sequence")).isEqualTo(numbers(7));
        assertThat(world.progress().position()).isEqualTo(8);
        assertThat(world.progress().lags(world.ordinal(xc))).isFalse();
    }

    @Test
    void whatRemainsOfARecalledObjectAndWasErasedDoesNotFollow() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.recallLeaving(1, xb);
        world.erase(1);

        // When
        world.deliverAll();
        String next = world.log();
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first, next);
        assertThat(world.headers(xb, "ce_type").get(1)).isEqualTo("org.entente.object.recalled.v1");
    }

    @Test
    void whatIsErasedBeforeTheCommitIsTakenBack() {
        // Given
        world.log();
        int[] asked = {0};
        world.beforeDecisions = () -> {
            if (++asked[0] == 2) {
                world.erase(1);
            }
        };

        // When
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEmpty();
        assertThat(world.progress().position()).isEqualTo(1);
    }

    @Test
    void whatRemainsAndIsNarrowedBeforeItIsCommittedDoesNotGoOut() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.recallLeaving(1, xb);
        world.narrow(1);

        // When
        world.deliverAll();

        // Then
        assertThat(world.headers(xb, "ce_type"))
                .containsExactly("org.entente.object.released.v1", "org.entente.object.recalled.v1");
        assertThat(world.delivered(xb)).containsExactly(first, first);
    }

    @Test
    void partnerWithoutTopicsIsToldOfRecallsOnceItHasThem() {
        // Given
        String first = world.log();
        world.deliverAll();
        world.withoutTopics.add(xb);
        world.narrow(1);
        world.recall(1, xb, xc);
        Delivery delivery = world.delivery();
        rest(delivery);
        assertThat(world.delivered(xb)).containsExactly(first);
        assertThat(world.delivered(xc)).containsExactly(first, first);

        // When
        world.withoutTopics.clear();
        world.nanos += Duration.ofMinutes(1).toNanos();
        rest(delivery);

        // Then
        assertThat(world.delivered(xb)).containsExactly(first, first);
        assertThat(world.progress().recallLaggards()).isEmpty();
    }

    @Test
    void thousandPartnersBehindAtPlacesOfTheirOwnDoNotStopTheirShard() {
        // Given partners that get everything later, each by another delay
        List<PartnerId> delayed = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            PartnerId partner = world.partner("xd-" + i);
            world.delay(partner, Duration.ofSeconds(1 + i));
            delayed.add(partner);
        }
        List<String> logged = logMany(1010);

        // When each has come to a place of its own, and then all is due
        world.secondsAfterStart(1010);
        world.deliverAll();
        Progress early = world.progress();
        world.secondsAfterStart(10_000);
        world.deliverAll();

        // Then
        assertThat(world.delivered(xb)).isEqualTo(logged);
        assertThat(new HashSet<>(early.laggards().values())).hasSize(1000);
        assertThat(world.delivered(delayed.get(0))).isEqualTo(logged);
        assertThat(world.delivered(delayed.get(999))).isEqualTo(logged);
        assertThat(world.headers(delayed.get(500), "ce_sequence")).isEqualTo(numbers(1010));
    }

    private static List<String> numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
    }

    @Test
    void recordIsACloudEventInBinaryMode() {
        // Given
        String id = world.log();

        // When
        world.deliverAll();

        // Then
        var sent = world.records().get(0);
        assertThat(new String(sent.value(), StandardCharsets.UTF_8))
                .isEqualTo("{\"type\":\"indicator\",\"id\":\"" + id + "\"}");
        List<String> headers = new ArrayList<>();
        sent.headers()
                .forEach(header -> headers.add(header.key() + ": "
                        + (header.key().equals("ce_id") ? "" : new String(header.value(), StandardCharsets.UTF_8))));
        assertThat(headers)
                .containsExactlyInAnyOrder(
                        "ce_specversion: 1.0",
                        "ce_id: ",
                        "ce_source: urn:test",
                        "ce_type: org.entente.object.released.v1",
                        "ce_time: 1970-01-01T00:00:01.000000Z",
                        "ce_subject: " + id,
                        "ce_tlp: CLEAR",
                        "ce_view: original",
                        "ce_sequence: 1",
                        "content-type: application/stix+json;version=2.1");
    }

    @Test
    void eventIdsAreAlikeOnReplayAndDifferBetweenPartnersAndObjects() {
        // Given
        world.log();
        world.log();
        world.deliverAll();
        List<String> ids = eventIds(world);

        // When the same log is delivered by an exchange with the same key, and by one with another
        RelayWorld again = new RelayWorld();
        again.partner("xb-cert");
        again.partner("xc-cert");
        again.log();
        again.log();
        again.deliverAll();

        // Then
        assertThat(ids).doesNotHaveDuplicates().hasSize(4);
        assertThat(eventIds(again)).isEqualTo(ids);
    }

    private static List<String> eventIds(RelayWorld of) {
        return of.records().stream()
                .map(sent -> new String(sent.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void rest(Delivery delivery) {
        for (int round = 0; delivery.round(); round++) {
            assertThat(round).isLessThan(1000);
        }
    }

    private List<String> logMany(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(world.log());
        }
        return ids;
    }
}
