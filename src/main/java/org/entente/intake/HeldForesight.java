package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.entente.intake.Foresight.Foreseen;

/** Says what would become of held objects if they were released now; keeps nothing. Thread safe. */
@ApplicationScoped
public class HeldForesight {

    private final Releases releases;

    HeldForesight(Releases releases) {
        this.releases = releases;
    }

    /**
     * One answer an object, in order: {@code accept}, or {@code refuse} with one finding that says why it cannot be released.
     *
     * @param together of one submission, with their content; at least one
     */
    public Uni<List<Foreseen>> of(List<HeldObject> together) {
        return releases.of(together)
                .map(outcomes ->
                        outcomes.stream().map(Releases.Outcome::foreseen).toList());
    }
}
