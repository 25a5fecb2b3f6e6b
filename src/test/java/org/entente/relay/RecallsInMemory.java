package org.entente.relay;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.entente.log.RecallItem;
import org.entente.log.RecallLog;
import org.entente.party.PartnerId;

/** What was recalled in a {@link RelayWorld}. */
final class RecallsInMemory implements RecallLog {

    final List<RecallItem> items = new CopyOnWriteArrayList<>();
    final List<Long> erased = new CopyOnWriteArrayList<>();
    volatile long revision;
    Runnable beforeRevision = () -> {};

    @Override
    public Uni<List<RecallItem>> after(long afterNumber, int limit) {
        return Uni.createFrom()
                .item(() -> items.stream()
                        .filter(item -> item.number() > afterNumber)
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<List<RecallItem>> after(PartnerId partner, long afterNumber, int limit) {
        return Uni.createFrom()
                .item(() -> items.stream()
                        .filter(item ->
                                item.number() > afterNumber && item.partner().equals(partner))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Uni<Long> lastNumber() {
        return Uni.createFrom().item(() -> (long) items.size());
    }

    @Override
    public Uni<Boolean> wasGivenOut(long number) {
        return Uni.createFrom().item(() -> number <= items.size());
    }

    @Override
    public Uni<Long> lastNumberBefore(PartnerId partner, Instant moment) {
        throw new UnsupportedOperationException("The relay follows numbers");
    }

    @Override
    public Uni<Revision> revision() {
        return Uni.createFrom().item(() -> {
            beforeRevision.run();
            return new Revision(revision, erased.size());
        });
    }

    @Override
    public Uni<Boolean> stand(Revision read, long from, long to) {
        return Uni.createFrom()
                .item(() -> revision == read.recalled()
                        && erased.stream()
                                .skip(read.erased())
                                .noneMatch(position -> position >= from && position <= to));
    }

    @Override
    public void onRecalled(Runnable callback) {
        throw new UnsupportedOperationException("Tests run rounds themselves");
    }
}
