package org.entente.advisory.render;

import com.ibm.icu.text.ArabicShaping;
import com.ibm.icu.text.ArabicShapingException;
import com.ibm.icu.text.Bidi;
import com.openhtmltopdf.bidi.BidiReorderer;
import java.text.Normalizer;

/**
 * Text that runs from right to left, for a printer that knows glyphs from left to right alone: Arabic letters in the forms they have
 * beside one another, then all in the order in which they are drawn. Thread safe.
 */
final class JoinedLetters implements BidiReorderer {

    private static final int AS_TYPED = ArabicShaping.TEXT_DIRECTION_LOGICAL | ArabicShaping.LENGTH_GROW_SHRINK;
    private static final char MARKS_FROM = '\uFE70';
    private static final char MARKS_TO = '\uFE7F';

    private final ArabicShaping joined = new ArabicShaping(AS_TYPED | ArabicShaping.LETTERS_SHAPE);
    private final ArabicShaping alone = new ArabicShaping(AS_TYPED | ArabicShaping.LETTERS_UNSHAPE);

    @Override
    public String reorderRTLTextToLTR(String text) {
        return Bidi.writeReverse(text, Bidi.DO_MIRRORING);
    }

    @Override
    public String shapeText(String text) {
        return overLetters(shaped(joined, text));
    }

    /** What a font has not in the form it has here, it may have in that of a letter alone. */
    @Override
    public String deshapeText(String text) {
        return shaped(alone, text);
    }

    @Override
    public boolean isLiveImplementation() {
        return true;
    }

    private static String shaped(ArabicShaping shaping, String text) {
        try {
            return shaping.shape(text);
        } catch (ArabicShapingException unshaped) {
            // Legible, if not handsome.
            return text;
        }
    }

    /** Vowel signs stand on their letter; shaped, each would have a place of its own beside it. */
    private static String overLetters(String text) {
        StringBuilder marked = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            marked.append(c >= MARKS_FROM && c <= MARKS_TO ? mark(c) : c);
        }
        return marked.toString();
    }

    private static char mark(char shaped) {
        String parts = Normalizer.normalize(String.valueOf(shaped), Normalizer.Form.NFKD);
        return parts.charAt(parts.length() - 1);
    }
}
