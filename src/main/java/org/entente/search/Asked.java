package org.entente.search;

import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.entente.http.KnownParameters;
import org.entente.http.Moments;
import org.entente.http.ProblemException;
import org.entente.party.PartnerId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/** Reads the query of a search. */
public final class Asked {

    private static final int QUESTION_CHARACTERS_MAX = 500;
    private static final int TYPES_MAX = 20;

    private Asked() {}

    /** Refuses what nobody reads, and what is given twice. */
    public static void check(UriInfo uri, Set<String> known) {
        KnownParameters.check(uri, known);
        uri.getQueryParameters().forEach((name, values) -> {
            if (values.size() > 1) {
                throw ProblemException.invalidParameter(name + " is taken once.");
            }
        });
    }

    public static Set<String> terms(@Nullable String question) {
        // An empty box of a form is no question.
        if (question == null || question.isBlank()) {
            return Set.of();
        }
        if (question.length() > QUESTION_CHARACTERS_MAX) {
            throw ProblemException.invalidParameter("q has at most " + QUESTION_CHARACTERS_MAX + " characters.");
        }
        Set<String> terms = Terms.asked(question);
        if (terms.isEmpty()) {
            throw ProblemException.invalidParameter("q must hold a word, an id or a value.");
        }
        if (terms.size() > Terms.ASKED_MAX) {
            throw ProblemException.invalidParameter("q has at most " + Terms.ASKED_MAX + " words.");
        }
        return terms;
    }

    /** Separated by commas. */
    public static Set<String> types(@Nullable String given) {
        if (given == null) {
            return Set.of();
        }
        List<String> types =
                Arrays.stream(given.split(",", -1)).map(String::strip).toList();
        if (types.size() > TYPES_MAX || types.stream().anyMatch(type -> !type.matches("[a-z0-9-]{1,250}"))) {
            throw ProblemException.invalidParameter("type must be STIX types, separated by commas.");
        }
        return types.stream().collect(Collectors.toUnmodifiableSet());
    }

    public static Optional<Tlp> tlp(@Nullable String given) {
        return Optional.ofNullable(given)
                .map(label -> Tlp.ofLabel(label)
                        .orElseThrow(() -> ProblemException.invalidParameter(
                                "tlp must be CLEAR, GREEN, AMBER, AMBER+STRICT or RED.")));
    }

    public static Optional<String> sector(@Nullable String given) {
        return Optional.ofNullable(given).map(text -> text.strip().toLowerCase(Locale.ROOT));
    }

    public static Optional<PartnerId> submitter(@Nullable String given) {
        return Optional.ofNullable(given)
                .map(name -> PartnerId.tryParse(name)
                        .orElseThrow(
                                () -> ProblemException.invalidParameter("submitter must be the id of a partner.")));
    }

    public static Optional<Instant> since(@Nullable String given) {
        return Optional.ofNullable(given).map(text -> Moments.read("since", text));
    }
}
