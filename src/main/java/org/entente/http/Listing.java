package org.entente.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list.
 *
 * @param items in the list's order
 * @param next give it back as {@code next} for the following page; absent on the last
 */
@Schema(description = "One page of a list.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Listing<T>(List<T> items, @Nullable String next) {

    /** The largest page. */
    public static final int LIMIT_MAX = 200;

    /** The page size when none is asked for. */
    public static final String LIMIT_DEFAULT = "50";

    public Listing {
        items = List.copyOf(items);
    }

    /** What a caller asked for: at most {@code limit} items with keys after {@code after}. */
    public record Query(int limit, String after) {

        /**
         * Reads query parameters.
         *
         * @throws ProblemException when the limit is not 1 to {@value #LIMIT_MAX} or {@code next} is not one of ours
         */
        public static Query of(int limit, @Nullable String next) {
            if (limit < 1 || limit > LIMIT_MAX) {
                throw ProblemException.invalidParameter("limit must be 1 to " + LIMIT_MAX + ".");
            }
            return new Query(limit, next == null ? "" : decode(next));
        }

        private static String decode(String next) {
            try {
                return new String(Base64.getUrlDecoder().decode(next), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw ProblemException.invalidParameter("next must be given back as it was received.");
            }
        }
    }

    /** The page of a sorted stream whose keys ascend. */
    public static <T> Listing<T> of(Stream<T> sorted, Function<T, String> key, Query query) {
        List<T> found = sorted.filter(item -> key.apply(item).compareTo(query.after()) > 0)
                .limit(query.limit() + 1L)
                .toList();
        return first(found, query.limit(), key);
    }

    /**
     * The page of what was read in order, one more than the limit where there is more.
     *
     * @param found at most one more than the limit
     */
    public static <T> Listing<T> first(List<T> found, int limit, Function<T, String> key) {
        if (found.size() <= limit) {
            return new Listing<>(found, null);
        }
        List<T> page = found.subList(0, limit);
        return new Listing<>(page, encode(key.apply(page.get(page.size() - 1))));
    }

    /** The page of what was found after the query's key, with one more than its limit where there is more. */
    public static <T> Listing<T> ofFound(List<T> found, Function<T, String> key, Query query) {
        if (found.size() <= query.limit()) {
            return new Listing<>(found, null);
        }
        List<T> page = found.subList(0, query.limit());
        return new Listing<>(page, encode(key.apply(page.get(page.size() - 1))));
    }

    /** What leads to the items after this key. */
    public static String next(String key) {
        return encode(key);
    }

    private static String encode(String key) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }
}
