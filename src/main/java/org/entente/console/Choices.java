package org.entente.console;

import io.quarkus.qute.TemplateExtension;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.entente.advisory.Advisory;
import org.entente.audit.Action;
import org.entente.intake.ReviewFilter;
import org.entente.partner.Roles;
import org.entente.stix.Tlp;

/** What can be chosen in forms: {@code {choices:levels}}. Pure. */
@TemplateExtension(namespace = "choices")
final class Choices {

    private Choices() {}

    /** What a review can be looked for by. */
    static List<String> reviewStates() {
        return Arrays.stream(ReviewFilter.State.values())
                .map(ReviewFilter.State::label)
                .toList();
    }

    /** How long an answer is waited for. */
    static List<Integer> patience() {
        return List.of(1, 3, 7, 14, 30, 90);
    }

    /** What operators may be. */
    static List<String> operatorRoles() {
        return List.of(Roles.ADMIN, Roles.APPROVER, Roles.AUDITOR, Roles.CURATOR);
    }

    /** What holds objects together. */
    static List<String> containers() {
        return List.of("report", "grouping", "note", "opinion");
    }

    /** What can be in the audit trail. */
    static List<String> actions() {
        return Arrays.stream(Action.values()).map(Action::label).sorted().toList();
    }

    /** What an advisory comes to. */
    static List<String> advisoryStates() {
        return Stream.of(Advisory.State.values()).map(Advisory.State::label).toList();
    }

    /** What a section of an advisory can be. */
    static List<String> sectionKinds() {
        return List.of("general", "summary", "description", "details", "faq", "legal_disclaimer", "other");
    }

    /** All levels, the least restricted first. */
    static List<Tlp> levels() {
        return List.of(Tlp.values());
    }

    /** The parts of a policy. */
    static List<String> policyParts() {
        return List.of("to", "from", "agreement");
    }
}
