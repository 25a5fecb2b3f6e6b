package org.entente.console;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.entente.http.ProblemException;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds a page.
 *
 * @param title of the page
 * @param section it belongs to; null at the door
 * @param operator who is signed in; empty for nobody
 * @param roles of the operator
 * @param token for forms
 * @param notice above the page
 * @param tlp the highest marking of what the page shows; null where nothing on it is marked
 */
public record Frame(
        String title,
        @Nullable Section section,
        String operator,
        Set<String> roles,
        String token,
        @Nullable Notice notice,
        @Nullable Tlp tlp) {

    public Frame {
        roles = Set.copyOf(roles);
    }

    /** What the operator may open. */
    public List<Section> sections() {
        return operator.isEmpty() ? List.of() : Section.visibleTo(roles);
    }

    /** Whether to show what only this role may do; whether it may is decided by whoever does it. */
    public boolean may(String role) {
        return roles.contains(role);
    }

    /** Whether any of these, separated by commas. */
    public boolean mayAny(String anyOf) {
        return List.of(anyOf.split(",")).stream().anyMatch(roles::contains);
    }

    Frame with(ProblemException problem) {
        return with(Notice.of(problem));
    }

    Frame with(@Nullable Notice shown) {
        return new Frame(title, section, operator, roles, token, shown, tlp);
    }

    /** Of a page that shows something of this marking, among others. */
    Frame marked(Optional<Tlp> marking) {
        Tlp highest =
                marking.filter(other -> tlp == null || other.compareTo(tlp) > 0).orElse(tlp);
        return new Frame(title, section, operator, roles, token, notice, highest);
    }
}
