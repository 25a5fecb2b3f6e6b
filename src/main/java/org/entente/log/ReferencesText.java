package org.entente.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/**
 * References and links as the tables of the log keep them: tokens separated by spaces. Reading is strict, since a restriction
 * that was skipped would widen.
 */
final class ReferencesText {

    private static final String FREE = "*";

    /** Stands for an object of others in rows of before their ids were kept. */
    private static final String NAMELESS = "nameless";

    private ReferencesText() {}

    /** {@code ties}: own ids, and {@code id=classes} of others. */
    static @Nullable String ties(References references) {
        return joined(Stream.concat(
                references.own().stream().map(StixId::toString),
                references.others().entrySet().stream().map(e -> e.getKey() + "=" + classes(e.getValue()))));
    }

    /** {@code members}: ids, {@code id=classes} of others, and {@code *} for members nobody is kept from. */
    static @Nullable String members(References references) {
        Stream<String> named = references.members().entrySet().stream()
                .map(e -> e.getValue().isEmpty() ? e.getKey().toString() : e.getKey() + "=" + classes(e.getValue()));
        return joined(Stream.concat(named, references.freeMembers() ? Stream.of(FREE) : Stream.empty()));
    }

    static @Nullable String ids(Set<StixId> ids) {
        return joined(ids.stream().map(StixId::toString));
    }

    /** {@code id=classes;classes} a member. */
    static @Nullable String links(Map<StixId, List<Set<Integer>>> members) {
        return joined(members.entrySet().stream()
                .map(e -> e.getKey() + "="
                        + e.getValue().stream().map(ReferencesText::classes).collect(Collectors.joining(";"))));
    }

    private static String classes(Set<Integer> classes) {
        return classes.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
    }

    private static @Nullable String joined(Stream<String> tokens) {
        String text = tokens.sorted().collect(Collectors.joining(" "));
        return text.isEmpty() ? null : text;
    }

    static References references(@Nullable String ties, @Nullable String members, @Nullable String foreign) {
        Set<StixId> own = new HashSet<>();
        Map<StixId, Set<Integer>> others = new HashMap<>();
        for (String token : tokens(ties)) {
            int equals = token.indexOf('=');
            if (equals >= 0) {
                others.put(StixId.parse(token.substring(0, equals)), readClasses(token.substring(equals + 1)));
            } else if (Character.isDigit(token.charAt(0))) {
                others.put(new StixId(NAMELESS, new UUID(0, others.size())), readClasses(token));
            } else {
                own.add(StixId.parse(token));
            }
        }
        Map<StixId, Set<Integer>> inside = new HashMap<>();
        List<String> memberTokens = new ArrayList<>(tokens(members));
        boolean free = memberTokens.remove(FREE);
        for (String token : memberTokens) {
            int equals = token.indexOf('=');
            inside.put(
                    StixId.parse(equals < 0 ? token : token.substring(0, equals)),
                    equals < 0 ? Set.of() : readClasses(token.substring(equals + 1)));
        }
        return new References(own, others, inside, free, readIds(foreign));
    }

    static Links links(@Nullable String members, @Nullable String foreign) {
        return members == null && foreign == null ? Links.NONE : new Links(readLinks(members), readIds(foreign));
    }

    static Map<StixId, List<Set<Integer>>> readLinks(@Nullable String members) {
        Map<StixId, List<Set<Integer>>> links = new HashMap<>();
        for (String token : tokens(members)) {
            int equals = token.indexOf('=');
            links.put(
                    StixId.parse(token.substring(0, equals)),
                    Stream.of(token.substring(equals + 1).split(";", -1))
                            .map(ReferencesText::readClasses)
                            .toList());
        }
        return links;
    }

    private static Set<StixId> readIds(@Nullable String ids) {
        return tokens(ids).stream().map(StixId::parse).collect(Collectors.toSet());
    }

    private static Set<Integer> readClasses(String token) {
        return token.isEmpty()
                ? Set.of()
                : Stream.of(token.split(",")).map(Integer::valueOf).collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> tokens(@Nullable String text) {
        return Optional.ofNullable(text).map(t -> List.of(t.split(" "))).orElse(List.of());
    }
}
