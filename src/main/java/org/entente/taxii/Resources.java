package org.entente.taxii;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.entente.http.TaxiiMedia;
import org.entente.partner.TaxiiCollection;
import org.entente.release.Released;

/** The TAXII messages that are not envelopes, as JSON shapes. Absent values and empty lists are left out (§2). */
final class Resources {

    private Resources() {}

    /** §4.1. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Discovery(
            String title,
            Optional<String> description,
            Optional<String> contact,
            @JsonProperty("default") String defaultRoot,
            @JsonProperty("api_roots") List<String> apiRoots) {}

    /** §4.2. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record ApiRoot(
            String title,
            Optional<String> description,
            List<String> versions,
            @JsonProperty("max_content_length") long maxContentLength) {}

    /** §5.1. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record CollectionList(List<CollectionItem> collections) {}

    /** §5.2. */
    record CollectionItem(
            String id,
            String title,
            String description,
            String alias,
            @JsonProperty("can_read") boolean canRead,
            @JsonProperty("can_write") boolean canWrite,
            @JsonProperty("media_types") List<String> mediaTypes) {

        static CollectionItem of(TaxiiCollection collection) {
            return new CollectionItem(
                    collection.id().toString(),
                    collection.title(),
                    collection.description(),
                    collection.alias(),
                    collection.canRead(),
                    collection.canWrite(),
                    List.of(TaxiiMedia.STIX));
        }
    }

    /** §5.3.1; an empty page is {@code {}}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Manifest(Optional<Boolean> more, Optional<String> next, List<ManifestRecord> objects) {

        static Manifest of(ReleasedPage page) {
            return new Manifest(
                    moreOf(page),
                    page.next(),
                    page.objects().stream().map(ManifestRecord::of).toList());
        }
    }

    /** §5.3.2. */
    record ManifestRecord(
            String id,
            @JsonProperty("date_added") String dateAdded,
            String version,
            @JsonProperty("media_type") String mediaType) {

        static ManifestRecord of(Released object) {
            return new ManifestRecord(
                    object.id().toString(), TaxiiTime.format(object.dateAdded()), versionOf(object), TaxiiMedia.STIX);
        }
    }

    /** §5.8.1; an empty page is {@code {}}. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Versions(Optional<Boolean> more, Optional<String> next, List<String> versions) {

        static Versions of(ReleasedPage page) {
            return new Versions(
                    moreOf(page),
                    page.next(),
                    page.objects().stream().map(Resources::versionOf).toList());
        }
    }

    private static Optional<Boolean> moreOf(ReleasedPage page) {
        return page.isEmpty() ? Optional.empty() : Optional.of(page.next().isPresent());
    }

    /** An object without versions has the moment it was added in place of one (§3.4). */
    private static String versionOf(Released object) {
        return TaxiiTime.format(object.versioned() ? object.version() : object.dateAdded());
    }
}
