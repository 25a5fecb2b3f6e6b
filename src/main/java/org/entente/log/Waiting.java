package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * A committed assertion that has no position yet: a row of {@code log_pending}.
 *
 * @param submitter whose assertion it is
 * @param fresh whether its content is new with it
 * @param ties objects of the same submitter that it refers to
 * @param conditions the classes of what it refers to of others
 */
record Waiting(
        long pendingId,
        long contentId,
        StixId id,
        int kind,
        OffsetDateTime version,
        int statedClass,
        String submitter,
        boolean fresh,
        List<StixId> ties,
        List<Set<Integer>> conditions) {

    private static final Pattern CLASSES = Pattern.compile("[0-9]+(?:,[0-9]+)*");

    /** One object of one submitter, who may assert it several times. */
    record Own(StixId id, String submitter) {}

    static Waiting of(Row row) {
        List<String> tokens = tokens(row.getString("ties"));
        return new Waiting(
                row.getLong("pending_id"),
                row.getLong("content_id"),
                new StixId(row.getString("name"), row.getUUID("object_uuid")),
                row.getInteger("kind_id"),
                row.getOffsetDateTime("version"),
                row.getInteger("class_id"),
                row.getString("submitter"),
                row.getBoolean("fresh"),
                tokens.stream()
                        .flatMap(token -> StixId.tryParse(token).stream())
                        .toList(),
                tokens.stream()
                        .filter(token -> CLASSES.matcher(token).matches())
                        .map(Waiting::classes)
                        .toList());
    }

    private static List<String> tokens(@Nullable String ties) {
        return Optional.ofNullable(ties).stream()
                .flatMap(text -> Stream.of(text.split(" ")))
                .toList();
    }

    private static Set<Integer> classes(String token) {
        return Arrays.stream(token.split(",")).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    UUID uuid() {
        return id.uuid();
    }

    Own own() {
        return new Own(id, submitter);
    }

    /** What it ties together of its submitter's. */
    Stream<Own> tied() {
        return ties.stream().map(target -> new Own(target, submitter));
    }

    boolean isTied() {
        return !ties.isEmpty() || !conditions.isEmpty();
    }
}
