package org.entente.log;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.entente.stix.StixId;

/**
 * The statement for a {@link PageQuery}: fixed text by shape of the query, values as parameters.
 *
 * <p>An entry is in the page when no earlier entry the reader may see holds the same version, and its version is one asked
 * for. "First" and "last" compare with the versions the reader may see, so that a withheld version hides no visible one.
 */
record PageStatement(String sql, List<Object> values) {

    private static final String SAME_OBJECT = "o.object_uuid = e.object_uuid AND o.kind_id = e.kind_id AND ";

    /**
     * Of the row e: the classes of entries of its object in other versions, added before it. Classes as placed: they only say whether
     * this is a revision, and of an object with thousands of versions each would have to be looked up. Of one that was erased, the class
     * it had: whoever had it has a revision now.
     */
    static final String OTHER_VERSIONS =
            "ARRAY(SELECT DISTINCT CASE WHEN o.class_id <> 0 THEN o.class_id ELSE coalesce((SELECT d.class_id"
                    + " FROM log_purged d WHERE d.position = o.position), 0) END FROM log_entry o WHERE o.object_uuid = e.object_uuid"
                    + " AND o.kind_id = e.kind_id AND o.position < e.position AND (o.version <> e.version"
                    + " OR (e.version = 'epoch' AND o.content_id <> e.content_id)))";

    /** Without a version to tell them by, contents of an object are told by what they are. */
    private static final String SAME_VERSION =
            "o.version = e.version AND (e.version <> 'epoch' OR o.content_id = e.content_id)";

    private static final String SHOWN_BEFORE = "(" + SAME_VERSION + " AND o.position < e.position)";

    /** Of an object without versions, what was added later is the later version, as its date added stands for one. */
    private static final String LATER = "(o.version > e.version OR (e.version = 'epoch' AND o.version = 'epoch'"
            + " AND o.content_id <> e.content_id AND o.position > e.position))";

    private static final String EARLIER = "(o.version < e.version OR (e.version = 'epoch' AND o.version = 'epoch'"
            + " AND o.content_id <> e.content_id AND o.position < e.position))";

    /** Of an entry, in the order in which {@link PageRows} reads it. */
    private static final String NARROW = "e.position, e.date_added, e.kind_id, e.object_uuid, e.version, e.class_id";

    private static final String HIGHEST_CLASS = "(SELECT max(class_id) FROM release_class)";

    private static final String REWRITING = "(SELECT EXISTS (SELECT FROM log_rewrite))";

    /** What stands before the entries of an outline, in their columns. */
    private static final String HEADER =
            "SELECT 0::bigint AS position, NULL::timestamptz, NULL::int, NULL::uuid, NULL::timestamptz, "
                    + HIGHEST_CLASS + ", " + REWRITING + "::int::bigint, NULL::text, NULL::text";

    /** In place of members: an entry has more links than come with it. No member is written so. */
    static final String MANY_LINKS = "?";

    /** What an outline may hold of members, and of foreign ids: some kilobytes an entry of a usual page, half of one of the longest. */
    private static final long LINKS_BYTES_MAX = 2 << 20;

    private static final long LINKS_BYTES_EACH = 1 << 9;

    /** As many entries as asked for, and one more; each comes with what it holds while those before it hold less than a bound. */
    static PageStatement of(PageQuery query, long bytesMax) {
        Builder builder = selection(query, true);
        return builder.statement(query, "through - bytes < " + builder.value(bytesMax));
    }

    /**
     * The same entries with the numbers of what they hold, which is looked up apart: a join with it costs as much as all the rest. Before
     * them comes a row of what is known of all, at the same moment.
     *
     * @param rewriting whether a recall may be under way. Else there are no entries while one is, as the row before them says: without
     *     looking at what recalls have taken so far, planning and reading take half as long
     */
    static PageStatement outline(PageQuery query, boolean rewriting) {
        return selection(query, rewriting).outline(query);
    }

    private static Builder selection(PageQuery query, boolean rewriting) {
        Builder builder = new Builder(query.ids().isEmpty(), rewriting);
        builder.values.add(Arrays.stream(query.classes()).boxed().toArray(Integer[]::new));
        if (!rewriting) {
            builder.and("NOT " + REWRITING);
        }
        builder.and(builder.isReaders("e"));
        query.addedUntil()
                .ifPresent(date -> builder.until(
                        date.isBefore(Instant.EPOCH) ? "0" : positionOf(builder.value(utc(date)) + "::timestamptz")));
        query.untilPosition().ifPresent(position -> builder.until(builder.value(position)));
        builder.viewed(query.viewed());
        builder.and("e.position > " + builder.value(query.afterPosition()));
        query.addedAfter().ifPresent(date -> builder.and("e.position > " + positionOf(builder.value(utc(date)))));
        if (!query.ids().isEmpty()) {
            builder.and("(e.object_uuid, e.kind_id) IN (SELECT q.object_uuid, k.kind_id FROM unnest("
                    + builder.value(query.ids().stream().map(StixId::uuid).toArray(UUID[]::new)) + "::uuid[], "
                    + builder.value(query.ids().stream().map(StixId::type).toArray(String[]::new))
                    + "::text[]) AS q (object_uuid, name) JOIN stix_kind k USING (name))");
        }
        if (query.versions() instanceof VersionFilter.Any any
                && any.last()
                && !any.first()
                && any.exact().isEmpty()) {
            // What most readers ask: both are one look at the other entries of the object.
            builder.andNoOther("(" + SHOWN_BEFORE + " OR " + LATER + ")");
        } else {
            builder.andNoOther(SHOWN_BEFORE);
            versions(builder, query.versions());
        }
        return builder;
    }

    /** The same bound as a position: a condition on the date would be checked on every row from the first one on. */
    private static String positionOf(String date) {
        return "coalesce((SELECT o.position FROM log_entry o WHERE o.date_added <= " + date
                + " ORDER BY o.date_added DESC LIMIT 1), 0)";
    }

    private static void versions(Builder builder, VersionFilter versions) {
        if (versions instanceof VersionFilter.Any any) {
            List<String> either = new ArrayList<>();
            if (any.last()) {
                either.add(builder.noOther(LATER));
            }
            if (any.first()) {
                either.add(builder.noOther(EARLIER));
            }
            if (!any.exact().isEmpty()) {
                OffsetDateTime[] exact =
                        any.exact().stream().map(PageStatement::utc).toArray(OffsetDateTime[]::new);
                String values = builder.value(exact) + "::timestamptz[]";
                // An object without versions is shown with its date added as version.
                either.add("e.version = ANY(" + values + ") OR (e.version = 'epoch' AND e.date_added = ANY(" + values
                        + "))");
            }
            builder.and("(" + (either.isEmpty() ? "false" : String.join(" OR ", either)) + ")");
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    /** Collects conditions and numbers their values. */
    private static final class Builder {
        private final boolean spares;
        private final boolean rewriting;
        private final List<Object> values = new ArrayList<>();
        private final List<String> conditions = new ArrayList<>();
        private String until = "";
        private String sameView = "";

        /**
         * @param spares whether what is alone is not compared with others. Asked about an object, the answer would be the quicker by
         *     one look where nobody else has asserted it, and tell so to who asks often
         */
        Builder(boolean spares, boolean rewriting) {
            this.spares = spares;
            this.rewriting = rewriting;
        }

        /**
         * Of a row: that its class is among the reader's. To the planner most rows are so, as they were placed; held against the class
         * that standing_entry has for it, it expects to find hardly any, and reads the whole log for a page.
         */
        String isReaders(String row) {
            return rewriting
                    ? row + ".placed_class_id = ANY($1::int[]) AND (NOT " + REWRITING
                            + " OR coalesce((SELECT w.class_id = ANY($1::int[]) FROM log_rewrite w WHERE w.position = "
                            + row + ".position), true))"
                    : row + ".class_id = ANY($1::int[]) AND " + row + ".class_id <> 0";
        }

        private String log() {
            return rewriting ? "standing_entry" : "log_entry";
        }

        /** Nothing after the position is there, for the page and for what versions are compared with. */
        void until(String position) {
            until += " AND o.position <= " + position;
            and("e.position <= " + position);
        }

        /** No other row of the object that the reader may see, and that is there, is so. */
        String noOther(String condition) {
            String looked = "NOT EXISTS (SELECT 1 FROM " + log() + " o WHERE " + SAME_OBJECT + isReaders("o") + until
                    + sameView + " AND " + condition + ")";
            return spares ? "(e.sole OR " + looked + ")" : looked;
        }

        void andNoOther(String condition) {
            and(noOther(condition));
        }

        /** Another row counts only if both are shown in views, or neither. */
        void viewed(int[] classes) {
            if (classes.length > 0) {
                String viewed = value(Arrays.stream(classes).boxed().toArray(Integer[]::new)) + "::int[]";
                sameView = " AND (o.class_id = ANY(" + viewed + ")) = (e.class_id = ANY(" + viewed + "))";
            }
        }

        void and(String condition) {
            conditions.add(condition);
        }

        String value(Object value) {
            values.add(value);
            return "$" + values.size();
        }

        PageStatement outline(PageQuery query) {
            String max = value(Math.max(LINKS_BYTES_EACH, LINKS_BYTES_MAX / query.limit()));
            String sql =
                    HEADER + " UNION ALL (SELECT " + NARROW + ", e.content_id, CASE WHEN octet_length(e.members) > "
                            + max + " OR octet_length(e.foreign_ids) > " + max + " THEN '" + MANY_LINKS
                            + "' ELSE e.members END, CASE WHEN octet_length(e.foreign_ids) <= " + max
                            + " THEN e.foreign_ids END" + entries(query) + ") ORDER BY position";
            return new PageStatement(sql, List.copyOf(values));
        }

        /** @param held of which entries what they hold comes along: a condition on {@code bytes}, and {@code through} with those before */
        PageStatement statement(PageQuery query, String held) {
            String sql = "SELECT position, date_added, kind_id, object_uuid, version, class_id, highest_class, "
                    + where(held, "members") + ", " + where(held, "foreign_ids") + ", bytes, " + where(held, "content")
                    + (query.tellsOtherVersions() ? ", other_versions" : "") + " FROM (" + sized(query)
                    + ") sized ORDER BY position";
            return new PageStatement(sql, List.copyOf(values));
        }

        private static String where(String held, String column) {
            return "CASE WHEN " + held + " THEN " + column + " END";
        }

        private String sized(PageQuery query) {
            String inner = "SELECT " + NARROW + ", " + HIGHEST_CLASS
                    + " AS highest_class, e.members, e.foreign_ids, e.content_id"
                    + (query.tellsOtherVersions() ? ", " + OTHER_VERSIONS + " AS other_versions" : "") + entries(query);
            return "SELECT page.*, c.content, octet_length(c.content) AS bytes, sum(octet_length(c.content))"
                    + " OVER (ORDER BY page.position ROWS UNBOUNDED PRECEDING) AS through"
                    + " FROM (" + inner + ") page JOIN object_content c USING (content_id)";
        }

        /** As many as asked for, and one more. */
        private String entries(PageQuery query) {
            return " FROM " + log() + " e WHERE " + String.join(" AND ", conditions) + " ORDER BY e.position LIMIT "
                    + value((long) query.limit() + 1);
        }
    }
}
