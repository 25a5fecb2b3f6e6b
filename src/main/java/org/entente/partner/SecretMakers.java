package org.entente.partner;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.http.ProblemException;
import org.entente.http.ProblemType;
import org.entente.party.OperatorId;

/**
 * Who made the present credentials of operators, and so could sign in as them. A credential is fresh until its cooling period
 * is over: that long, whoever made it counts as the one it is for, so that nobody becomes two persons by making a second. Then
 * auditors have had time to see it. Immutable.
 *
 * @param secrets of all operators
 * @param freshSince secrets made later are fresh
 */
record SecretMakers(List<Secret> secrets, Instant freshSince) {

    /**
     * One credential.
     *
     * @param by who made it: an operator, or the exchange itself, which counts as nobody
     */
    record Secret(String operator, String by, Instant since) {}

    SecretMakers {
        secrets = List.copyOf(secrets);
    }

    /** Who made a credential of one of them, however long ago. */
    Set<String> of(Collection<OperatorId> operators) {
        Set<String> names = operators.stream().map(OperatorId::value).collect(Collectors.toSet());
        return secrets.stream()
                .filter(secret -> names.contains(secret.operator()))
                .map(Secret::by)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Operators who may be one person with both: they, or by fresh credentials their makers and the makers of those. */
    Set<String> behind(Collection<OperatorId> some, Collection<OperatorId> others) {
        Set<String> both = behind(some);
        both.retainAll(behind(others));
        both.retainAll(secrets.stream().map(Secret::operator).collect(Collectors.toSet()));
        return both;
    }

    private Set<String> behind(Collection<OperatorId> operators) {
        Set<String> behind = new HashSet<>();
        Deque<String> next = new ArrayDeque<>();
        operators.forEach(operator -> next.add(operator.value()));
        while (!next.isEmpty()) {
            String name = next.remove();
            if (behind.add(name)) {
                secrets.stream()
                        .filter(secret ->
                                secret.operator().equals(name) && secret.since().isAfter(freshSince))
                        .forEach(secret -> next.add(secret.by()));
            }
        }
        return behind;
    }

    /** The same, had nothing ever cooled. */
    SecretMakers neverCooled() {
        return new SecretMakers(secrets, Instant.MIN);
    }

    /**
     * What two persons means.
     *
     * @param hands whoever wrote, edited or submitted something
     * @param by who would be its second person
     * @param what it is called in the answer that refuses
     * @throws ProblemException 403 where both may be one
     */
    void isSecond(Set<OperatorId> hands, OperatorId by, String what) {
        if (hands.contains(by)) {
            throw refused("You have written, edited or submitted this " + what + ". A second person must approve it.");
        }
        if (of(hands).contains(by.value())) {
            throw refused("You made a credential of somebody who had a hand in this " + what
                    + ", and could have signed in as that one. Somebody else must approve it.");
        }
        Set<String> first = hands.stream()
                .map(OperatorId::value)
                .filter(of(Set.of(by))::contains)
                .collect(Collectors.toCollection(TreeSet::new));
        if (!first.isEmpty()) {
            throw refused("A credential of yours was made by " + String.join(" and ", first)
                    + ", who had a hand in this "
                    + what + " and could have signed in as you. Somebody else must approve it, or another administrator"
                    + " must renew your credentials first.");
        }
        Set<String> behindBoth = new TreeSet<>(behind(Set.of(by), hands));
        if (!behindBoth.isEmpty()) {
            throw refused(String.join(" and ", behindBoth)
                    + " lately made a credential of yours and one of somebody who had a hand in this " + what
                    + ", or of those who made them, and so could be both. Somebody else must approve it, or you when the"
                    + " cooling period of the credentials is over.");
        }
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }
}
