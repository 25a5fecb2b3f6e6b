package org.entente.console;

import java.util.List;
import org.entente.http.ProblemError;
import org.entente.http.ProblemException;

/**
 * What stands above a page: what was done, or why not.
 *
 * @param isProblem whether something was refused
 * @param text one sentence
 * @param detail more of it; may be empty
 * @param errors faults, each with the place in the form
 */
public record Notice(boolean isProblem, String text, String detail, List<ProblemError> errors) {

    public Notice {
        errors = List.copyOf(errors);
    }

    static Notice of(ProblemException problem) {
        String detail = problem.getMessage();
        return new Notice(
                true, problem.type().title() + ".", detail == null ? "" : detail, Places.worded(problem.errors()));
    }

    static Notice of(Done done) {
        return new Notice(false, done.text(), "", List.of());
    }
}
