package org.entente.release.view;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.json.JsonTape;

/**
 * Makes views of objects out of their bytes. Thread safe.
 *
 * <p>References are known by the names STIX gives them and mapped wherever they stand. The object's own UUID is replaced in
 * every text as well; other text is not touched, and whether it tells what is hidden was found out when the object came in.
 */
public final class Renderer {

    private static final String CREATOR = "created_by_ref";
    private static final String OBJECT_REFS = "object_refs";

    /** Of all its text, as advisories carry it: whoever has a part could find out by it whether a guess at the rest is right. */
    private static final String DIGEST = "content_sha256";

    private final Pseudonyms pseudonyms;

    public Renderer(Pseudonyms pseudonyms) {
        this.pseudonyms = pseudonyms;
    }

    /**
     * What to make of an entry.
     *
     * @param view for its class
     * @param kept references that keep their ids where the view maps ids in the plain scope
     * @param trimming members that are left out; empty where there are none
     */
    public record Order(View view, Set<StixId> kept, Optional<Trimming> trimming) {
        public Order {
            kept = Set.copyOf(kept);
        }

        /** The same without leaving out members. */
        public Order untrimmed() {
            return new Order(view, kept, Optional.empty());
        }

        private Scope ownScope() {
            return trimming.map(trim -> view.scope().aloneFor(trim.reader())).orElse(view.scope());
        }

        private boolean mapsOwnId() {
            return view.mapsIds() || trimming.isPresent();
        }

        private Set<StixId> trimmed() {
            return trimming.map(Trimming::members).orElse(Set.of());
        }
    }

    /**
     * Members of a container that a reader may not have. What is left is so for this reader's rights, so nobody else shares its
     * id.
     *
     * @param members to be left out
     * @param reader whose rights they are
     */
    public record Trimming(Set<StixId> members, PartnerId reader) {
        public Trimming {
            members = Set.copyOf(members);
        }
    }

    /**
     * A view of one object.
     *
     * @param id its id in the view
     * @param content not to be changed
     */
    public record Rendered(StixId id, byte[] content) {}

    /**
     * Renders an object.
     *
     * @param content as it was submitted
     * @param id of it
     * @return empty when the order cannot be carried out on this content: it is not readable, what is to be removed is what it
     *     consists of, or no member is left
     */
    public Optional<Rendered> render(byte[] content, StixId id, Order order) {
        StixId own = nameOf(id, order);
        return Document.read(content)
                .flatMap(tape -> removal(tape, order)
                        .flatMap(removal -> new Pass(
                                        tape,
                                        removal,
                                        ids(tape, id, own, order),
                                        order.view().partsUpTo())
                                .result()))
                .map(rendered -> new Rendered(own, rendered));
    }

    /** What an object is called in the view. */
    public StixId nameOf(StixId id, Order order) {
        return order.mapsOwnId() ? pseudonyms.of(order.ownScope(), id) : id;
    }

    /** A creator that is hidden is not shown elsewhere either, whoever knows it. */
    private Ids ids(JsonTape tape, StixId id, StixId own, Order order) {
        View view = order.view();
        Optional<StixId> hidden = view.hidesSubmitter() ? creator(tape) : Optional.empty();
        Set<StixId> kept = view.scope().equals(Scope.PLAIN) ? order.kept() : Set.of();
        UnaryOperator<StixId> mapping = view.mapsIds()
                ? reference -> kept.contains(reference) && !hidden.equals(Optional.of(reference))
                        ? reference
                        : pseudonyms.of(view.scope(), reference)
                : reference -> reference;
        return new Ids(id, own, mapping);
    }

    private static Optional<StixId> creator(JsonTape tape) {
        int value = tape.find(Document.ROOT, CREATOR);
        return value != JsonTape.NONE && tape.isString(value) ? StixId.tryParse(tape.text(value)) : Optional.empty();
    }

    private static Optional<Removal> removal(JsonTape tape, Order order) {
        View view = order.view();
        Removal removal = new Removal(tape);
        if (view.hidesSubmitter()) {
            removal.property(CREATOR);
        }
        view.removedProperties().forEach(removal::property);
        if (view.removesExternalReferences()) {
            removal.everywhere("external_references");
        }
        boolean partsSound = view.partsUpTo()
                .map(level -> Parts.remove(tape, removal, level))
                .orElse(true);
        if (removal.takesAway()) {
            removal.everywhere(DIGEST);
        }
        boolean sound = partsSound && trim(tape, removal, order.trimmed());
        removal.settleMarkings();
        return sound ? Optional.of(removal) : Optional.empty();
    }

    /** False when nothing is left, which would be no container. */
    private static boolean trim(JsonTape tape, Removal removal, Set<StixId> trimmed) {
        int members = trimmed.isEmpty() ? JsonTape.NONE : tape.find(Document.ROOT, OBJECT_REFS);
        if (members == JsonTape.NONE || !tape.isArray(members)) {
            return true;
        }
        for (int member = tape.first(members); member < tape.next(members); member = tape.next(member)) {
            if (tape.isString(member)
                    && StixId.tryParse(tape.text(member))
                            .filter(trimmed::contains)
                            .isPresent()) {
                removal.remove(member);
            }
        }
        return !removal.isGone(members);
    }
}
