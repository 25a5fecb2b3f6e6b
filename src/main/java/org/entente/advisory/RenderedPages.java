package org.entente.advisory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.function.Supplier;
import org.entente.party.PartnerId;

/**
 * Pages that were rendered lately, by everything that they were made of and for whom: a partner with the same objects of the same
 * version, under the same catalogue, has the same page, and one that is there sooner because another had it would say so. Who may
 * have which is asked before, each time. Thread safe; two who want the same at once get one rendering.
 */
final class RenderedPages {

    static final long BYTES_MAX = 32L * 1024 * 1024;

    private final Cache<Key, byte[]> pages = Caffeine.newBuilder()
            .maximumWeight(BYTES_MAX)
            .weigher((Key key, byte[] page) -> page.length)
            // Where the last of many is let go of is decided by whoever asks, not by a pool that others need.
            .executor(Runnable::run)
            .build();

    /**
     * What a page is made of.
     *
     * @param reader whose it is; empty for operators, who share theirs
     * @param sha256 of the advisory as JSON for its reader, which has all that a page shows
     */
    record Key(Optional<PartnerId> reader, Format format, String sha256) {

        static Key of(Optional<PartnerId> reader, Format format, byte[] document) {
            return new Key(reader, format, AdvisoryJson.hex(AdvisoryJson.sha256(document)));
        }
    }

    /** The page, where it is there. */
    Optional<byte[]> find(Key key) {
        return Optional.ofNullable(pages.getIfPresent(key));
    }

    byte[] page(Key key, Supplier<byte[]> rendering) {
        return pages.get(key, absent -> rendering.get());
    }
}
