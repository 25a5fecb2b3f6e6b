package org.entente.taxii;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Optional;
import org.entente.http.TaxiiMedia;
import org.entente.partner.TaxiiCollection;

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
}
