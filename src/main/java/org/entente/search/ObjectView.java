package org.entente.search;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Audience;
import org.entente.party.PartnerId;
import org.jspecify.annotations.Nullable;

/**
 * One object: the newest version that the caller may have.
 *
 * @param submitter absent where the caller may not know it
 * @param object the STIX object as the caller gets it
 * @param versions those that the caller may have, newest first; at most 200
 * @param assertions who said so and on which terms; for operators only
 */
@Schema(name = "ObjectView")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ObjectView(
        String id,
        String type,
        String name,
        @Nullable Instant version,
        Instant dateAdded,
        String tlp,
        @Nullable PartnerId submitter,
        @JsonRawValue @Schema(type = SchemaType.OBJECT) String object,
        List<Version> versions,
        @Nullable List<Assertion> assertions) {

    /** @param version absent where the object has none, and is told by when it was added */
    @Schema(name = "ObjectVersion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Version(@Nullable Instant version, Instant dateAdded, String tlp) {}

    /**
     * One partner's word for one version.
     *
     * @param submitter absent where nobody may know
     * @param withdrawn whether it was taken back from everybody
     * @param communities markings, topics and audience are what policies decide by
     * @param recipients how many partners get it now, its submitter among them
     */
    @Schema(name = "ObjectAssertion")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Assertion(
            @Nullable PartnerId submitter,
            @Nullable Instant version,
            Instant dateAdded,
            boolean withdrawn,
            String tlp,
            String pap,
            String feed,
            List<String> sectors,
            List<String> regions,
            Audience audience,
            int recipients) {}
}
