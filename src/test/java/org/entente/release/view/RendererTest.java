package org.entente.release.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.entente.partner.TrustPolicy.Obligations;
import org.entente.party.PartnerId;
import org.entente.release.view.Renderer.Order;
import org.entente.release.view.Renderer.Trimming;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class RendererTest {

    private static final StixId ID = StixId.parse("report--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f");
    private static final StixId CREATOR = StixId.parse("identity--aaaaaaaa-17d4-4cbf-938f-98ee46b3cd3f");
    private static final StixId ONE = StixId.parse("malware--11111111-17d4-4cbf-938f-98ee46b3cd3f");
    private static final StixId TWO = StixId.parse("tool--22222222-17d4-4cbf-938f-98ee46b3cd3f");
    private static final String RED = Tlp.RED.marking().toString();
    private static final Scope SCOPE = Scope.of(new Obligations(true, Set.of(), false, false), Optional.of(Tlp.AMBER));
    private static final View MAPPED = new View(SCOPE, true, false, Set.of(), Optional.empty(), false);

    private final Pseudonyms pseudonyms = Pseudonyms.of("a-key-that-only-this-test-knows-of");

    @Test
    void nothingButIdsAndReferencesIsTouched() {
        String text = "{ \"type\":\"report\",\n \"id\":\"" + ID + "\", \"x_n\": 1.50e+3,\"x_e\":\"\\u00e9\\/\","
                + "\"object_refs\":[ \"" + ONE + "\" , \"" + Tlp.AMBER.marking() + "\" ],\"x_\":{\"a_ref\":\"" + TWO
                + "\"} }";

        String view = render(text, MAPPED);

        assertThat(view)
                .isEqualTo(text.replace(ID.toString(), mapped(ID))
                        .replace(ONE.toString(), mapped(ONE))
                        .replace(TWO.toString(), mapped(TWO)));
    }

    @Test
    void hiddenSubmitterTakesCreatorAndItsMarkingsAlong() {
        String text = object("\"created_by_ref\":\"" + CREATOR + "\",\"name\":\"n\",\"granular_markings\":["
                + "{\"lang\":\"en\",\"selectors\":[\"created_by_ref\"]}]");

        assertThat(render(text, hiding())).isEqualTo(object("\"name\":\"n\"").replace(ID.toString(), mapped(ID)));
    }

    @Test
    void ownIdInTextIsReplacedHoweverItIsSpelled() {
        String text = object(
                "\"description\":\"see \\u0038e2e2d2b-17d4-4CBF-938f-98EE46b3cd3f\\n\",\"x_" + ID.uuid() + "\":1");

        String view = render(text, MAPPED);

        String uuid = StixId.parse(mapped(ID)).uuid().toString();
        assertThat(view)
                .contains("\"see " + uuid + "\\n\"")
                .contains("\"x_" + uuid + "\":1")
                .doesNotContain(ID.uuid().toString());
    }

    @Test
    void removedPropertiesGoWithTheirSelectorsAtTheTopOnly() {
        String text = object("\"labels\":[\"a\"],\"x_\":{\"labels\":[\"b\"]},\"granular_markings\":["
                + "{\"lang\":\"en\",\"selectors\":[\"labels.[0]\",\"x_.labels\"]}]");
        View view = new View(Scope.PLAIN, false, false, Set.of("labels", "id", "type"), Optional.empty(), false);

        assertThat(render(text, view))
                .isEqualTo(object("\"x_\":{\"labels\":[\"b\"]},\"granular_markings\":["
                        + "{\"lang\":\"en\",\"selectors\":[\"x_.labels\"]}]"));
    }

    @Test
    void externalReferencesGoAtEveryDepth() {
        String text = object(
                "\"external_references\":[{\"source_name\":\"a\"}],\"extensions\":{\"x\":"
                        + "{\"external_references\":[{\"source_name\":\"b\"}],\"y\":{\"external_references\":[]}}},\"name\":\"n\"");
        View view = new View(Scope.PLAIN, false, false, Set.of(), Optional.empty(), true);

        assertThat(render(text, view)).isEqualTo(object("\"name\":\"n\""));
    }

    @Test
    void digestOfTheWholeGoesWithWhatIsTakenOutOfItAndOnlyThen() {
        String text =
                object("\"description\":\"a guess\",\"extensions\":{\"x\":{\"version\":1,\"content_sha256\":\"ab\"}}");
        View removing = new View(Scope.PLAIN, false, false, Set.of("description"), Optional.empty(), false);
        View absent = new View(Scope.PLAIN, false, false, Set.of("labels"), Optional.empty(), false);

        assertThat(render(text, removing)).isEqualTo(object("\"extensions\":{\"x\":{\"version\":1}}"));
        assertThat(render(text, absent)).isEqualTo(text);
    }

    @Test
    void partsAboveTheLevelGoAndSelectorsBehindThemMoveUp() {
        String text = object("\"labels\":[\"a\",\"b\",\"c\"],\"aliases\":[\"x\"],\"granular_markings\":["
                + "{\"marking_ref\":\"" + RED + "\",\"selectors\":[\"labels.[0]\",\"aliases.[0]\"]},"
                + "{\"marking_ref\":\"" + Tlp.GREEN.marking() + "\",\"selectors\":[\"labels.[2]\",\"labels.[0]\"]}]");

        Optional<byte[]> left = Parts.upTo(Tlp.AMBER, text.getBytes(StandardCharsets.UTF_8));

        assertThat(left.map(RendererTest::text))
                .contains(object("\"labels\":[\"b\",\"c\"],\"granular_markings\":[" + "{\"marking_ref\":\""
                        + Tlp.GREEN.marking() + "\",\"selectors\":[\"labels.[1]\"]}]"));
    }

    @Test
    void partThatEveryObjectMustHaveCannotBeRemoved() {
        for (String selector : new String[] {"id", "type", "nothing", "labels.[x]", "granular_markings"}) {
            String text = object(
                    "\"granular_markings\":[{\"marking_ref\":\"" + RED + "\",\"selectors\":[\"" + selector + "\"]}]");

            assertThat(Parts.upTo(Tlp.AMBER, text.getBytes(StandardCharsets.UTF_8)))
                    .as(selector)
                    .isEmpty();
        }
    }

    @Test
    void objectThatIsAboveTheLevelAsAWholeHasNoPartsToGive() {
        String text = object("\"object_marking_refs\":[\"" + RED + "\"]");

        assertThat(Parts.upTo(Tlp.AMBER, text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void markingsOfMarkingsGoWithWhatTheyMark() {
        String text = object("\"name\":\"n\",\"labels\":[\"l\"],\"granular_markings\":["
                + "{\"lang\":\"en\",\"selectors\":[\"granular_markings.[1].lang\"]},"
                + "{\"lang\":\"fr\",\"selectors\":[\"granular_markings.[2]\"]},"
                + "{\"marking_ref\":\"" + RED + "\",\"selectors\":[\"labels\"]}]");

        assertThat(Parts.upTo(Tlp.AMBER, text.getBytes(StandardCharsets.UTF_8)).map(RendererTest::text))
                .contains(object("\"name\":\"n\""));
    }

    @Test
    void trimmedContainerLosesMembersAndHasAnIdOfTheReadersOwn() {
        String text = object("\"object_refs\":[\"" + ONE + "\",\"" + TWO + "\"],\"granular_markings\":["
                + "{\"lang\":\"en\",\"selectors\":[\"object_refs.[0]\",\"object_refs.[1]\"]}]");
        PartnerId reader = new PartnerId("xb-cert");

        String view = render(text, new Order(View.AS_SUBMITTED, Set.of(), trimming(reader, ONE)));

        String own = pseudonyms.of(Scope.PLAIN.aloneFor(reader), ID).toString();
        assertThat(view)
                .isEqualTo(object("\"object_refs\":[\"" + TWO + "\"],\"granular_markings\":["
                                + "{\"lang\":\"en\",\"selectors\":[\"object_refs.[0]\"]}]")
                        .replace(ID.toString(), own));
    }

    @Test
    void containerWithoutAnyMemberLeftIsNotRendered() {
        String text = object("\"object_refs\":[\"" + ONE + "\"]");

        Order order = new Order(View.AS_SUBMITTED, Set.of(), trimming(new PartnerId("xb-cert"), ONE));

        assertThat(new Renderer(pseudonyms).render(text.getBytes(StandardCharsets.UTF_8), ID, order))
                .isEmpty();
    }

    @Test
    void foreignReferencesStayInThePlainScopeButNeverTheHiddenCreators() {
        String text = object("\"created_by_ref\":\"" + CREATOR + "\",\"object_refs\":[\"" + ONE + "\",\"" + TWO
                + "\",\"" + CREATOR + "\"]");
        View view = new View(Scope.PLAIN, true, true, Set.of(), Optional.empty(), false);

        String rendered = render(text, new Order(view, Set.of(ONE, CREATOR), Optional.empty()));

        assertThat(rendered)
                .contains(ONE.toString())
                .doesNotContain(TWO.toString())
                .doesNotContain(CREATOR.toString());
    }

    @Test
    void contentThatIsNotOneSoundObjectIsNotRendered() {
        for (String broken : new String[] {"", "[]", "{", "{\"id\":1,\"id\":2}", "{} {}", "null"}) {
            assertThat(new Renderer(pseudonyms)
                            .render(
                                    broken.getBytes(StandardCharsets.UTF_8),
                                    ID,
                                    new Order(MAPPED, Set.of(), Optional.empty())))
                    .as(broken)
                    .isEmpty();
        }
    }

    @Test
    void revealingIsWhatNamesTheSubmitterOutsideReferences() {
        PartnerId submitter = new PartnerId("xa-cert");
        String silent =
                "\"created_by_ref\":\"" + CREATOR + "\",\"object_refs\":[\"" + CREATOR + "\"],\"name\":\"websites\"";

        assertThat(tells(silent, submitter, "BSI")).isFalse();
        assertThat(tells(silent + ",\"x_\":\"by XA-CERT\"", submitter, "BSI")).isTrue();
        assertThat(tells(silent + ",\"x_\":\"the bsi's\"", submitter, "BSI")).isTrue();
        assertThat(tells(silent + ",\"x_\":\"" + CREATOR + "\"", submitter, "BSI"))
                .isTrue();
        assertThat(Revealing.tells(new byte[0], submitter, "BSI")).isTrue();
    }

    private static boolean tells(String members, PartnerId submitter, String title) {
        return Revealing.tells(object(members).getBytes(StandardCharsets.UTF_8), submitter, title);
    }

    private static View hiding() {
        return new View(SCOPE, true, true, Set.of(), Optional.empty(), false);
    }

    private static Optional<Trimming> trimming(PartnerId reader, StixId... members) {
        return Optional.of(new Trimming(Set.of(members), reader));
    }

    private String mapped(StixId id) {
        return pseudonyms.of(SCOPE, id).toString();
    }

    private String render(String text, View view) {
        return render(text, new Order(view, Set.of(), Optional.empty()));
    }

    private String render(String text, Order order) {
        return new Renderer(pseudonyms)
                .render(text.getBytes(StandardCharsets.UTF_8), ID, order)
                .map(rendered -> text(rendered.content()))
                .orElseThrow();
    }

    private static String text(byte[] content) {
        return new String(content, StandardCharsets.UTF_8);
    }

    private static String object(String members) {
        return "{\"type\":\"report\",\"id\":\"" + ID + "\"," + members + "}";
    }
}
