package org.entente.release.view;

import java.util.Optional;
import org.entente.stix.Tlp;
import org.entente.stix.json.JsonTape;

/**
 * Leaves out the parts of an object that granular markings put above a level. Whether what is left is still a valid object is the
 * caller's to find out.
 */
public final class Parts {

    /** Ids are left alone. */
    private static final Ids SAME = new Ids(Tlp.RED.marking(), Tlp.RED.marking(), reference -> reference);

    private Parts() {}

    /**
     * The object without its parts above the level, all else byte for byte.
     *
     * @return empty when that cannot be: the content is not readable, the whole of it is above the level, or what is marked is
     *     what every object must have
     */
    public static Optional<byte[]> upTo(Tlp level, byte[] content) {
        return Document.read(content).flatMap(tape -> {
            Removal removal = new Removal(tape);
            if (!remove(tape, removal, level)) {
                return Optional.empty();
            }
            removal.settleMarkings();
            return new Pass(tape, removal, SAME, Optional.of(level)).result();
        });
    }

    /** False when a part cannot be left out. */
    static boolean remove(JsonTape tape, Removal removal, Tlp level) {
        boolean sound = true;
        for (Markings.Entry entry : removal.markings().entries()) {
            if (entry.tlp().filter(marked -> !marked.isWithin(level)).isPresent()) {
                for (int selector : entry.selectors()) {
                    sound &= removal.selected(tape.text(selector));
                }
                removal.remove(entry.node());
            }
        }
        return sound;
    }
}
