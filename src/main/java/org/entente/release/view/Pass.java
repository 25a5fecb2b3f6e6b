package org.entente.release.view;

import java.util.Optional;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.entente.stix.json.JsonTape;

/** One pass over a document, from its first byte to its last, that leaves out and maps. Used once, by one thread. */
final class Pass {

    private final JsonTape tape;
    private final Removal removal;
    private final Ids ids;
    private final Optional<Tlp> highest;
    private final Surgery surgery;
    private boolean sound = true;

    /** @param highest no marking above it may be left; empty where it does not matter */
    Pass(JsonTape tape, Removal removal, Ids ids, Optional<Tlp> highest) {
        this.tape = tape;
        this.removal = removal;
        this.ids = ids;
        this.highest = highest;
        this.surgery = new Surgery(tape.source());
    }

    /** Empty when a marking above the highest is left. */
    Optional<byte[]> result() {
        for (int node = 0; node < tape.size(); ) {
            boolean key = tape.kind(node) == JsonTape.Kind.KEY;
            int value = key ? node + 1 : node;
            if (removal.isGone(value)) {
                node = tape.next(value);
                continue;
            }
            if (key) {
                text(node);
            } else if (tape.isString(node)) {
                string(node);
            } else if (removal.hasGaps(node)) {
                surgery.cutChildren(tape, node, removal);
            }
            node++;
        }
        return sound ? Optional.of(surgery.result()) : Optional.empty();
    }

    private void string(int node) {
        if (removal.markings().isSelector(node)) {
            replace(node, ids.inText(removal.respelled(tape.text(node))));
            return;
        }
        boolean isId = tape.parent(node) == Document.ROOT && tape.textEquals(node - 1, "id");
        Optional<StixId> reference =
                isId || Document.isReference(tape, node) ? StixId.tryParse(tape.text(node)) : Optional.empty();
        if (reference.isPresent()) {
            sound &= mayStay(node, reference.get());
            StixId mapped = ids.of(reference.get());
            if (!mapped.equals(reference.get())) {
                replace(node, mapped.toString());
            }
        } else {
            text(node);
        }
    }

    private boolean mayStay(int node, StixId reference) {
        Optional<Tlp> level = highest.isEmpty() ? Optional.empty() : Tlp.ofMarking(reference);
        return level.isEmpty() || level.get().isWithin(highest.orElseThrow()) || !Markings.isMarking(tape, node);
    }

    private void text(int node) {
        if (!ids.keepOwn()) {
            replace(node, ids.inText(tape.text(node)));
        }
    }

    /** What reads the same is left as it is spelled. */
    private void replace(int node, String text) {
        if (!tape.text(node).equals(text)) {
            surgery.replace(tape.start(node), tape.end(node), Text.escaped(text));
        }
    }
}
