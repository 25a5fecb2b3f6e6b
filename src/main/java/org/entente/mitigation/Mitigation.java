package org.entente.mitigation;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.mitigation.Mitigations.Found;
import org.entente.mitigation.Shelf.Held;
import org.entente.release.Released;
import org.jspecify.annotations.Nullable;

/**
 * A mitigation as its reader has it.
 *
 * @param id as the reader knows it
 * @param version its {@code modified}
 * @param dateAdded when the exchange took that version in
 * @param urgency immediate, high, medium or low
 * @param cost low, medium or high
 * @param steps the forms of its machine-readable steps, such as csaf or cacao
 * @param mitigates what of it the reader has
 * @param object the STIX object, as the reader gets it everywhere; only of a single one
 * @param uptake only of a single one
 */
@Schema(name = "Mitigation")
@JsonInclude(JsonInclude.Include.NON_EMPTY)
record Mitigation(
        String id,
        Instant version,
        Instant dateAdded,
        String tlp,
        String name,
        boolean revoked,
        String urgency,
        String cost,
        List<String> sectors,
        List<String> assets,
        List<String> cves,
        List<String> techniques,
        List<String> steps,
        List<Target> mitigates,

        @Schema(type = SchemaType.OBJECT) @JsonRawValue @Nullable
        String object,

        @Nullable Uptake uptake) {

    /**
     * Something it is for.
     *
     * @param relationship mitigates, remediates or investigates
     */
    @Schema(name = "MitigationTarget")
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Target(String relationship, String id, String name, List<String> cves, List<String> techniques) {}

    /** In a list. */
    static Mitigation listed(Found found) {
        return of(found, null, null);
    }

    /** By itself. */
    static Mitigation whole(Found found, Uptake uptake) {
        return of(found, new String(found.held().released().content(), StandardCharsets.UTF_8), uptake);
    }

    private static Mitigation of(Found found, @Nullable String object, @Nullable Uptake uptake) {
        Held held = found.held();
        Released released = held.released();
        Facts facts = held.facts();
        return new Mitigation(
                released.id().toString(),
                released.version(),
                released.dateAdded(),
                released.tlp().label(),
                facts.name(),
                facts.revoked(),
                facts.urgency(),
                facts.cost(),
                facts.of(Facet.SECTOR),
                facts.of(Facet.ASSET),
                facts.of(Facet.CVE),
                facts.of(Facet.TECHNIQUE),
                facts.steps(),
                found.targets().stream().map(Mitigation::target).toList(),
                object,
                uptake);
    }

    private static Target target(Mitigations.Target target) {
        Facts facts = target.held().facts();
        return new Target(
                target.relationship(),
                target.held().name().toString(),
                facts.name(),
                facts.of(Facet.CVE),
                facts.of(Facet.TECHNIQUE));
    }
}
