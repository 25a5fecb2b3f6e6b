package org.entente.advisory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Supplier;

/**
 * Pages that were rendered lately, by everything that they were made of: a reader with the same objects of the same version, under
 * the same catalogue, has the same page. Who may have which is asked before, each time. Thread safe; two who want the same at once
 * get one rendering.
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
     * @param sha256 of the advisory as JSON for its reader, which has all that a page shows
     */
    private record Key(Format format, String sha256) {}

    byte[] page(Format format, byte[] document, Supplier<byte[]> rendering) {
        Key key = new Key(format, AdvisoryJson.hex(AdvisoryJson.sha256(document)));
        return pages.get(key, absent -> rendering.get());
    }
}
