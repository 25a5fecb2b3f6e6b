package org.entente.log;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.entente.log.Waiting.Own;
import org.entente.stix.StixId;

/**
 * What the log has of objects that a batch refers to.
 *
 * @param classes of their entries, by their submitters
 * @param containers those of their entries that have members not everybody may have
 */
record LoggedTies(Map<Own, Set<Integer>> classes, Map<StixId, List<LoggedContainer>> containers) {

    /** Nothing logged. */
    static final LoggedTies NONE = new LoggedTies(Map.of(), Map.of());

    /**
     * An entry of a container.
     *
     * @param inside every condition of a member of it
     */
    record LoggedContainer(String submitter, int classNumber, Set<Set<Integer>> inside) {}

    /** Rows of {@code name, object_uuid, submitter, class_id, members}. */
    static LoggedTies of(RowSet<Row> rows) {
        Map<Own, Set<Integer>> classes = new HashMap<>();
        Map<StixId, List<LoggedContainer>> containers = new HashMap<>();
        for (Row row : rows) {
            StixId id = new StixId(row.getString("name"), row.getUUID("object_uuid"));
            String submitter = row.getString("submitter");
            int classNumber = row.getInteger("class_id");
            classes.computeIfAbsent(new Own(id, submitter), any -> new TreeSet<>())
                    .add(classNumber);
            Set<Set<Integer>> inside = new HashSet<>();
            ReferencesText.readLinks(row.getString("members")).values().forEach(inside::addAll);
            if (!inside.isEmpty()) {
                containers
                        .computeIfAbsent(id, any -> new ArrayList<>())
                        .add(new LoggedContainer(submitter, classNumber, inside));
            }
        }
        return new LoggedTies(classes, containers);
    }

    /** Conditions of members of the object, as its submitter asserts it. */
    Set<Set<Integer>> inside(Own own) {
        Set<Set<Integer>> conditions = new HashSet<>();
        for (LoggedContainer container : containers.getOrDefault(own.id(), List.of())) {
            if (container.submitter().equals(own.submitter())) {
                conditions.addAll(container.inside());
            }
        }
        return conditions;
    }

    /** Conditions of members of the object, as asserted under one of the classes. */
    Set<Set<Integer>> inside(StixId id, Set<Integer> under) {
        Set<Set<Integer>> conditions = new HashSet<>();
        for (LoggedContainer container : containers.getOrDefault(id, List.of())) {
            if (under.contains(container.classNumber())) {
                conditions.addAll(container.inside());
            }
        }
        return conditions;
    }
}
