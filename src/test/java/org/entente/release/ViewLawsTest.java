package org.entente.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.entente.log.LogEntry;
import org.entente.partner.Directory.Member;
import org.entente.release.Decision.Redact;
import org.entente.release.World.Submitted;
import org.entente.release.view.Parts;
import org.entente.release.view.Pseudonyms;
import org.entente.release.view.Renderer;
import org.entente.release.view.Renderer.Order;
import org.entente.release.view.Renderer.Rendered;
import org.entente.release.view.Scope;
import org.entente.release.view.View;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of views, in every exchange; a failure names the seed of the world it was found in. */
class ViewLawsTest {

    /** In which STIX derives ids of observables (§2.9). */
    private static final UUID STIX_NAMESPACE = UUID.fromString("00abedb4-aa42-466c-9c01-fed23315a9b7");

    private final Renderer renderer = new Renderer(Pseudonyms.ofRandomKey());

    static LongStream blocks() {
        return Cases.blocks();
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void redactingTwiceIsRedactingOnce(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions decisions = world.decisions();
            for (Submitted submitted : world.submitted()) {
                for (Member member : world.directory().partners().values()) {
                    if (decisions.decide(submitted.entry().classNumber(), member.id()) instanceof Redact redact) {
                        assertTwiceIsOnce(submitted.entry(), redact.view(), seed);
                    }
                }
                for (Tlp level : Tlp.values()) {
                    Optional<byte[]> once = Parts.upTo(level, submitted.entry().content());
                    once.ifPresent(bytes -> assertThat(Parts.upTo(level, bytes))
                            .as("seed %d", seed)
                            .hasValueSatisfying(twice -> assertThat(twice).isEqualTo(bytes)));
                }
            }
        });
    }

    /** A second time everything would have an id of an id, so ids are left alone here. */
    private void assertTwiceIsOnce(LogEntry entry, View view, long seed) {
        View withoutIds = new View(
                Scope.PLAIN,
                false,
                view.hidesSubmitter(),
                view.removedProperties(),
                view.partsUpTo(),
                view.removesExternalReferences());
        Order order = new Order(withoutIds, Set.of(), Optional.empty());
        Rendered once = renderer.render(entry.content(), entry.id(), order).orElseThrow();
        Rendered twice = renderer.render(once.content(), entry.id(), order).orElseThrow();
        assertThat(twice.content()).as("seed %d", seed).isEqualTo(once.content());
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void viewHoldsNothingItIsToHideNorAHashOfIt(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions decisions = world.decisions();
            for (Submitted submitted : world.submitted()) {
                Renderings renderings = new Renderings();
                for (Member member : world.directory().partners().values()) {
                    if (decisions.release(submitted.entry(), member.id(), renderings) instanceof Released released
                            && decisions.decide(submitted.entry().classNumber(), member.id())
                                    instanceof Redact redact) {
                        assertHidden(released, hidden(world, submitted, redact.view()), seed);
                        assertLeadsBack(decisions, member, released, submitted, seed);
                    }
                }
            }
        });
    }

    private static Set<String> hidden(World world, Submitted submitted, View view) {
        Set<String> hidden = new HashSet<>();
        LogEntry entry = submitted.entry();
        if (!view.scope().keeps(entry.id())) {
            hidden.add(entry.id().toString());
            hidden.add(entry.id().uuid().toString());
        }
        boolean plain = view.scope().equals(Scope.PLAIN);
        for (StixId reference : submitted.references()) {
            if (!view.scope().keeps(reference)
                    && !(plain && entry.links().foreign().contains(reference))) {
                hidden.add(reference.toString());
            }
        }
        if (view.hidesSubmitter()) {
            hidden.add(submitted.releaseClass().submitter().value());
            hidden.add(world.directory()
                    .partners()
                    .get(submitted.releaseClass().submitter())
                    .title());
            EgressGuard.creatorOf(entry.content()).ifPresent(hidden::add);
        }
        for (Map.Entry<String, String> secret : submitted.secrets().entrySet()) {
            if (view.removedProperties().contains(secret.getKey())
                    || view.removesExternalReferences() && secret.getKey().equals("external_references")) {
                hidden.add(secret.getValue());
            }
        }
        return hidden;
    }

    private static void assertHidden(Released released, Set<String> hidden, long seed) {
        String raw = new String(released.content(), StandardCharsets.UTF_8);
        String view = (raw + Json.read(released.content())).toLowerCase(Locale.ROOT);
        for (String secret : hidden) {
            assertThat(view).as("seed %d", seed).doesNotContain(secret.toLowerCase(Locale.ROOT));
            for (String hash : hashes(secret)) {
                assertThat(view).as("seed %d", seed).doesNotContain(hash.toLowerCase(Locale.ROOT));
            }
        }
    }

    private static List<String> hashes(String secret) {
        List<String> hashes = new ArrayList<>();
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            byte[] digest = digest(algorithm, bytes);
            hashes.add(HexFormat.of().formatHex(digest));
            hashes.add(Base64.getEncoder().withoutPadding().encodeToString(digest));
            hashes.add(Base64.getUrlEncoder().withoutPadding().encodeToString(digest));
        }
        hashes.add(uuid5(bytes).toString());
        return hashes;
    }

    private static UUID uuid5(byte[] name) {
        ByteBuffer named = ByteBuffer.allocate(16 + name.length);
        named.putLong(STIX_NAMESPACE.getMostSignificantBits())
                .putLong(STIX_NAMESPACE.getLeastSignificantBits())
                .put(name);
        ByteBuffer digest = ByteBuffer.wrap(digest("SHA-1", named.array()));
        long high = digest.getLong() & ~0xF000L | 0x5000L;
        long low = digest.getLong() << 2 >>> 2 | 1L << 63;
        return new UUID(high, low);
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (GeneralSecurityException missing) {
            throw new AssertionError(missing);
        }
    }

    private static void assertLeadsBack(
            Decisions decisions, Member member, Released released, Submitted submitted, long seed) {
        assertThat(decisions.originals(member.id(), released.id()))
                .as("seed %d", seed)
                .contains(submitted.entry().id());
        assertThat(released.version()).isEqualTo(submitted.entry().version());
        assertThat(Json.read(released.content()).path("modified"))
                .isEqualTo(Json.read(submitted.entry().content()).path("modified"));
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void containerNamesNoMemberItsReaderMayNotHave(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions decisions = world.decisions();
            for (Submitted submitted : world.submitted()) {
                for (Member member : world.directory().partners().values()) {
                    if (decisions.release(submitted.entry(), member.id()) instanceof Released released
                            && !submitted.releaseClass().submitter().equals(member.id())) {
                        assertTrimmed(decisions, submitted.entry(), member, released, seed);
                    }
                }
            }
        });
    }

    private static void assertTrimmed(
            Decisions decisions, LogEntry entry, Member reader, Released released, long seed) {
        Set<StixId> named = new HashSet<>();
        Json.read(released.content())
                .path("object_refs")
                .forEach(reference -> named.addAll(decisions.originals(reader.id(), StixId.parse(reference.asText()))));
        entry.links().members().forEach((member, conditions) -> {
            boolean mayHave = conditions.stream()
                    .allMatch(anyOf -> anyOf.stream().anyMatch(number -> decisions.allows(number, reader.id())));
            assertThat(named.contains(member)).as("seed %d", seed).isEqualTo(mayHave);
        });
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void referenceLeadsToAnObjectTheReaderHas(long block) {
        Cases.from(block).forEach(seed -> {
            World world = new WorldGenerator(seed).world();
            Decisions decisions = world.decisions();
            for (Member member : world.directory().partners().values()) {
                if (decisions.horizon(member.id()).isEmpty()) {
                    assertResolved(world, decisions, member, seed);
                }
            }
        });
    }

    /** Its own objects a reader knows by the ids it gave them, whatever others' views call them. */
    private static void assertResolved(World world, Decisions decisions, Member reader, long seed) {
        Set<String> has = new HashSet<>();
        Set<StixId> own = new HashSet<>();
        Set<String> references = new HashSet<>();
        for (Submitted submitted : world.submitted()) {
            if (submitted.releaseClass().submitter().equals(reader.id())) {
                own.add(submitted.entry().id());
            } else if (decisions.release(submitted.entry(), reader.id()) instanceof Released released) {
                has.add(released.id().toString());
                Json.read(released.content())
                        .path("x_related_refs")
                        .forEach(reference -> references.add(reference.asText().toLowerCase(Locale.ROOT)));
            }
        }
        for (String reference : references) {
            boolean toOwn = decisions.originals(reader.id(), StixId.parse(reference)).stream()
                    .anyMatch(own::contains);
            assertThat(has.contains(reference) || toOwn)
                    .as("seed %d, %s of %s", seed, reference, reader.id())
                    .isTrue();
        }
    }
}
