package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue of known exploited vulnerabilities in the JSON form that CISA publishes. What it has besides these fields is
 * passed over, and kept with the document.
 */
@Schema(name = "KevCatalogue")
@JsonIgnoreProperties(ignoreUnknown = true)
record KevCatalogue(
        @JsonProperty(required = true) String catalogVersion,
        @JsonProperty(required = true) Instant dateReleased,
        @JsonProperty(required = true) int count,
        @JsonProperty(required = true) List<Listed> vulnerabilities) {

    private static final int ENTRIES_MAX = 100_000;
    private static final Pattern VERSION = Pattern.compile("[0-9A-Za-z._-]{1,50}");

    KevCatalogue {
        catalogVersion = Checks.matching("catalogVersion", catalogVersion, VERSION);
        dateReleased = Checks.present("dateReleased", dateReleased);
        vulnerabilities = Checks.list("vulnerabilities", vulnerabilities, ENTRIES_MAX);
        Checks.distinct("vulnerabilities, each once", vulnerabilities, Listed::cveID);
        if (count != vulnerabilities.size()) {
            throw new IllegalArgumentException("count is " + count + ", and there are " + vulnerabilities.size()
                    + " vulnerabilities: it is cut off.");
        }
    }

    List<KevEntry> entries() {
        List<KevEntry> entries = new ArrayList<>(vulnerabilities.size());
        vulnerabilities.forEach(listed -> entries.add(new KevEntry(
                listed.cveID(),
                listed.dateAdded(),
                listed.dueDate(),
                "Known".equalsIgnoreCase(listed.knownRansomwareCampaignUse()),
                listed.vulnerabilityName(),
                listed.requiredAction() == null ? "" : listed.requiredAction())));
        return entries;
    }

    /** One of its vulnerabilities. */
    @Schema(name = "KevListed")
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Listed(
            @JsonProperty(required = true) String cveID,
            @JsonProperty(required = true) LocalDate dateAdded,
            @Nullable LocalDate dueDate,
            @JsonProperty(required = true) String vulnerabilityName,
            @Nullable String requiredAction,
            @Nullable String knownRansomwareCampaignUse) {

        Listed {
            cveID = Checks.matching("cveID", cveID, Checks.CVE);
            dateAdded = Checks.present("dateAdded", dateAdded);
            vulnerabilityName = Checks.line("vulnerabilityName", vulnerabilityName, Checks.LINE_MAX);
            requiredAction = requiredAction == null ? null : Checks.text("requiredAction", requiredAction);
        }
    }
}
