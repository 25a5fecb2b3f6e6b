package org.entente.intake;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.stix.StixId;

/** Which objects a submission brought in, for operators. Thread safe. */
@ApplicationScoped
public class SubmittedObjects {

    private final Submissions submissions;

    SubmittedObjects(Submissions submissions) {
        this.submissions = submissions;
    }

    /** Those that were taken or wait for review; empty where there is no such submission. */
    public Uni<Optional<Set<StixId>>> named(UUID submission) {
        return submissions
                .byId(submission)
                .map(found -> found.map(stored -> Stream.concat(
                                stored.status().successes().stream(), stored.status().pendings().stream())
                        .flatMap(entry -> StixId.tryParse(entry.id()).stream())
                        .collect(Collectors.toSet())));
    }

    /** Those that were taken, in order; empty where there is no such submission. */
    public Uni<Optional<Set<StixId>>> of(UUID submission) {
        return submissions
                .byId(submission)
                .map(found -> found.map(stored -> {
                    Set<StixId> ids = new LinkedHashSet<>();
                    stored.status()
                            .successes()
                            .forEach(entry -> StixId.tryParse(entry.id()).ifPresent(ids::add));
                    return ids;
                }));
    }
}
