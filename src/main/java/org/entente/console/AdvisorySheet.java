package org.entente.console;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.advisory.AdvisoryAudience;
import org.entente.advisory.AdvisoryViews.AdvisoryView;
import org.entente.advisory.AdvisoryViews.VersionView;
import org.entente.advisory.KevEntry;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * All that the page of an advisory shows.
 *
 * @param version for {@code If-Match}
 * @param versions the newest first
 * @param audience who would get the working version; null where it cannot be said
 * @param unsaid why it cannot be said; empty where it can
 * @param objects what is gathered
 * @param kev of its CVEs those that are known to be exploited, by id
 * @param previewed false where what is gathered and the catalogue could not be read
 */
public record AdvisorySheet(
        AdvisoryView advisory,
        String version,
        List<VersionView> versions,
        @Nullable AdvisoryAudience audience,
        String unsaid,
        List<GatheredRow> objects,
        Map<String, KevEntry> kev,
        boolean previewed) {

    public AdvisorySheet {
        versions = List.copyOf(versions);
        objects = List.copyOf(objects);
        kev = Map.copyOf(kev);
    }

    /**
     * A gathered object.
     *
     * @param name what it is called; empty where it has no name, or is not there any more
     * @param value what it matches or is; may be empty
     * @param tlp the least restricted under which somebody submitted it; null where nobody may have it any more
     * @param trimmed how many that would get the advisory get it without this object
     * @param without those, by name; null where no list of them may be shown
     */
    public record GatheredRow(
            String id,
            String name,
            String value,
            @Nullable String tlp,
            int trimmed,
            @Nullable List<PartnerId> without) {}

    /** What the catalogue says of a CVE; null where it says nothing, or there is no CVE. */
    public @Nullable KevEntry kevOf(@Nullable String cve) {
        return cve == null ? null : kev.get(cve);
    }

    /** Whether its wording can be changed. */
    public boolean isOpen() {
        return List.of("draft", "in-review", "approved").contains(advisory.state());
    }

    /** Whether the version is what partners have. */
    public boolean isOut() {
        return List.of("published", "amended").contains(advisory.state());
    }

    /** Whether an earlier version is what partners have. */
    public boolean isAmendment() {
        return isOpen() && advisory.published() != null;
    }

    /** The highest marking of what the page shows. */
    Tlp highest() {
        return objects.stream()
                .flatMap(object -> object.tlp() == null ? Stream.empty() : Tlp.ofLabel(object.tlp()).stream())
                .reduce(advisory.content().level(), Tlp::stricter);
    }
}
