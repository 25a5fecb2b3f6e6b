package org.entente.intake;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.stream.Stream;
import org.entente.log.ReleaseClass.Origin;
import org.entente.party.Attribution;
import org.entente.party.PartnerId;
import org.entente.release.view.Revealing;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;

/** Who the objects of one submission come from, and which of them tell so. */
final class OriginTerms {

    private static final String IDENTITY = "identity";

    private final PartnerId submitter;
    private final String title;
    private final Attribution attribution;
    private final byte[][] names;

    /** Names of letters, digits and the like stand in JSON as they are, unless by {@code \\u}. */
    private final boolean namesNeedEscapes;

    /** @param title the submitter's, as readers may know it */
    OriginTerms(PartnerId submitter, String title, Attribution attribution) {
        this.submitter = submitter;
        this.title = title;
        this.attribution = attribution;
        this.names = Stream.of(submitter.value(), title.strip())
                .filter(name -> !name.isEmpty())
                .map(name -> name.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        this.namesNeedEscapes = title.chars().anyMatch(c -> c < ' ' || c == '"' || c == '\\' || c == '/');
    }

    Origin of(StixObject object) {
        boolean own = object.type().equals(IDENTITY)
                && object.createdBy().map(object.id()::equals).orElse(true);
        return new Origin(submitter, attribution, own || tells(object));
    }

    /** Most objects hold no name in any spelling, which their bytes show without reading them as JSON again. */
    private boolean tells(StixObject object) {
        byte[] content = object.bytes();
        boolean plain = isPlain(content)
                && Stream.of(names).allMatch(name -> count(content, name) == 0)
                && object.createdBy()
                        .map(StixId::toString)
                        .map(id -> count(content, id.getBytes(StandardCharsets.US_ASCII)) == 1)
                        .orElse(true);
        return !plain && Revealing.tells(content, submitter, title);
    }

    /** Without escapes that may spell a name, and without letters whose lower case is ASCII though they are not. */
    private boolean isPlain(byte[] content) {
        for (int i = 0; i < content.length; i++) {
            boolean escape = content[i] == '\\' && (namesNeedEscapes || content[i + 1] == 'u');
            if (escape || content[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** How often a text in lower case stands there in any case; counts to two. */
    private static int count(byte[] content, byte[] lower) {
        int found = 0;
        for (int at = 0; at + lower.length <= content.length && found < 2; at++) {
            if (lowerCase(content[at]) == lower[0] && standsAt(content, at, lower)) {
                found++;
            }
        }
        return found;
    }

    private static boolean standsAt(byte[] content, int at, byte[] lower) {
        for (int i = 1; i < lower.length; i++) {
            if (lowerCase(content[at + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lowerCase(byte unit) {
        return unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit;
    }
}
