package org.entente.advisory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * That a vulnerability is known to be exploited.
 *
 * @param cve its id
 * @param dateAdded to the catalogue
 * @param dueDate by which those whom the catalogue binds have to act
 * @param ransomware whether it is known to be used in ransomware campaigns
 * @param name the catalogue's
 * @param action what the catalogue requires
 */
@Schema(name = "KevEntry")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KevEntry(
        String cve, LocalDate dateAdded, @Nullable LocalDate dueDate, boolean ransomware, String name, String action) {}
