package org.entente.release.view;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.entente.party.PartnerId;
import org.entente.stix.StixId;
import org.entente.stix.json.JsonTape;

/**
 * Finds out, when an object comes in, whether a view that hides its submitter would still tell who that is: the view leaves out
 * {@code created_by_ref} and maps references, but touches no text.
 */
public final class Revealing {

    /** Names as short as this stand inside other words by chance, so they count as whole words only. */
    private static final int SHORT_NAME_CHARACTERS = 5;

    private Revealing() {}

    /**
     * Whether any text of the object holds its creator's id, or the submitter's name or title, in whatever case. True for
     * content that cannot be read.
     */
    public static boolean tells(byte[] content, PartnerId submitter, String title) {
        return Document.read(content).map(tape -> tells(tape, submitter, title)).orElse(true);
    }

    private static boolean tells(JsonTape tape, PartnerId submitter, String title) {
        int creator = tape.find(Document.ROOT, "created_by_ref");
        Optional<String> creatorId = creator != JsonTape.NONE && tape.isString(creator)
                ? Optional.of(tape.text(creator).toLowerCase(Locale.ROOT))
                : Optional.empty();
        List<String> names = Stream.of(submitter.value(), title.strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        for (int node = 0; node < tape.size(); node++) {
            boolean text = tape.kind(node) == JsonTape.Kind.KEY || tape.isString(node);
            if (!text || node == creator) {
                continue;
            }
            String written = tape.text(node);
            boolean id = StixId.tryParse(written).isPresent();
            if (id && tape.isString(node) && Document.isReference(tape, node)) {
                continue;
            }
            String lower = written.toLowerCase(Locale.ROOT);
            // Digits of an id may spell a name by chance.
            if (creatorId.filter(lower::contains).isPresent()
                    || !id && names.stream().anyMatch(name -> names(lower, name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(String text, String name) {
        boolean wholeWord = name.length() <= SHORT_NAME_CHARACTERS;
        for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
            if (!wholeWord || !isLetter(text, at - 1) && !isLetter(text, at + name.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLetter(String text, int at) {
        return at >= 0 && at < text.length() && Character.isLetterOrDigit(text.charAt(at));
    }
}
