package org.entente.intake;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.entente.party.Audience;
import org.jspecify.annotations.Nullable;

/**
 * One step of a held object's history, for operators.
 *
 * @param number ascending in the order of the steps
 * @param at RFC 3339
 * @param by the operator, or the submitter; empty for what happened by itself
 * @param action {@code narrow}, {@code ask}, {@code answer}, {@code ask-consent}, {@code accept}, {@code decline},
 *     {@code withdraw}, {@code expire}, {@code release}, {@code refuse} or {@code recall}
 * @param words the reason, question or answer
 * @param audience made or proposed by it
 */
@Schema(description = "One step of a held object's history.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReviewEvent(
        long number,
        String at,
        String by,
        String action,
        @Nullable String words,
        @Nullable Audience audience) {}
