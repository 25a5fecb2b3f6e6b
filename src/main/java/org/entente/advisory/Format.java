package org.entente.advisory;

import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;

/** In what form an advisory is read. */
enum Format {
    JSON(MediaType.APPLICATION_JSON, "json"),
    STIX("application/stix+json;version=2.1", "stix"),
    HTML("text/html;charset=UTF-8", "html"),
    MARKDOWN("text/markdown;charset=UTF-8", "md"),
    PDF("application/pdf", "pdf");

    private final String mediaType;
    private final String suffix;

    Format(String mediaType, String suffix) {
        this.mediaType = mediaType;
        this.suffix = suffix;
    }

    String mediaType() {
        return mediaType;
    }

    /** Also the end of the address, {@code .md}. */
    String suffix() {
        return suffix;
    }

    static Optional<Format> ofSuffix(String suffix) {
        for (Format format : values()) {
            if (format.suffix.equals(suffix.toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** The first that is accepted, by the caller's order; JSON where it takes anything. */
    static Format ofAccept(List<MediaType> accepted) {
        for (MediaType asked : accepted) {
            if (asked.isWildcardType()) {
                return JSON;
            }
            for (Format format : values()) {
                MediaType own = MediaType.valueOf(format.mediaType);
                if (own.getType().equals(asked.getType())
                        && (asked.isWildcardSubtype() || own.getSubtype().equals(asked.getSubtype()))) {
                    return format;
                }
            }
        }
        throw new ProblemException(
                ProblemType.NOT_ACCEPTABLE, "An advisory is read as JSON, STIX, HTML, Markdown or PDF.");
    }

    /** An address: the tracking id, and a suffix where it has one. */
    record Address(TrackingId id, Optional<Format> format) {

        static Address of(String path) {
            int dot = path.indexOf('.');
            String name = dot < 0 ? path : path.substring(0, dot);
            Optional<Format> format = dot < 0 ? Optional.empty() : ofSuffix(path.substring(dot + 1));
            if (dot >= 0 && format.isEmpty()) {
                throw ProblemException.notFound();
            }
            return new Address(DraftingResource.id(name), format);
        }
    }
}
