package org.entente.advisory;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Leads from a report of the exchange's own back to its advisory. */
public final class ReportTracking {

    private ReportTracking() {}

    /** The tracking id that a report's extension names; nothing where a view has removed it. */
    public static Optional<TrackingId> of(JsonNode report) {
        return TrackingId.tryParse(report.path("extensions")
                .path(ReportObject.EXTENSION)
                .path("tracking_id")
                .asText());
    }
}
