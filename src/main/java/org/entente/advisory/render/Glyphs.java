package org.entente.advisory.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.Character.UnicodeScript;
import java.nio.file.Path;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.io.RandomAccessReadBufferedFile;
import org.jboss.logging.Logger;

/**
 * Which letters some font has. Of those that none has, whoever reads is told: a printer that left them out, or put what looks like
 * text in their place, would change what an advisory says. Immutable.
 */
final class Glyphs {

    private static final Logger LOG = Logger.getLogger(Glyphs.class);

    /** Every font that we bring has it. */
    private static final int BOX = 0x25A1;

    private static final int UNICODE_END = Character.MAX_CODE_POINT + 1;

    private final BitSet letters = new BitSet(UNICODE_END);
    private final List<Path> readable = new ArrayList<>();

    /**
     * @param bundled fonts as they are read from our own jars, closed here
     * @param further files of fonts
     */
    Glyphs(List<InputStream> bundled, List<Path> further) {
        try {
            for (InputStream font : bundled) {
                add(new TTFParser().parse(new RandomAccessReadBuffer(font)));
            }
        } catch (IOException broken) {
            throw new UncheckedIOException("A font of our own cannot be read", broken);
        }
        further.forEach(this::addIfReadable);
    }

    /** Without it there are more boxes; to print nothing at all would be worse. */
    private void addIfReadable(Path font) {
        try {
            add(new TTFParser().parse(new RandomAccessReadBufferedFile(font.toFile())));
            readable.add(font);
        } catch (IOException broken) {
            LOG.warnf("A file of entente.advisory.fonts is no TrueType font; file=%s: %s", font.getFileName(), broken);
        }
    }

    private void add(TrueTypeFont font) throws IOException {
        try (font) {
            CmapLookup lookup = font.getUnicodeCmapLookup();
            for (int letter = 0; letter < UNICODE_END; letter++) {
                if (lookup.getGlyphId(letter) != 0) {
                    letters.set(letter);
                }
            }
        }
    }

    /** Those of the further fonts that can be printed with. */
    List<Path> readable() {
        return List.copyOf(readable);
    }

    /**
     * Text that can be printed as it stands.
     *
     * @param text with boxes where letters are missing
     * @param note what is missing, in a sentence; empty where nothing is
     */
    record Printable(String text, String note) {}

    /** What of a text can be printed. */
    Printable of(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        Map<String, Integer> missing = new TreeMap<>();
        text.codePoints().forEach(letter -> {
            boolean shown = isShown(letter);
            printable.appendCodePoint(shown ? letter : BOX);
            if (!shown) {
                missing.merge(script(letter), 1, Integer::sum);
            }
        });
        return new Printable(printable.toString(), note(missing));
    }

    private boolean isShown(int letter) {
        return letters.get(letter)
                || Character.isWhitespace(letter)
                || Character.isISOControl(letter)
                // They say how their neighbours look, and are nothing themselves.
                || Character.getType(letter) == Character.FORMAT
                || Character.UnicodeBlock.of(letter) == Character.UnicodeBlock.VARIATION_SELECTORS;
    }

    private static String script(int letter) {
        UnicodeScript script = UnicodeScript.of(letter);
        if (script == UnicodeScript.COMMON || script == UnicodeScript.INHERITED || script == UnicodeScript.UNKNOWN) {
            return "signs";
        }
        String name = script.name().replace('_', ' ');
        return "of " + name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
    }

    private static String note(Map<String, Integer> missing) {
        if (missing.isEmpty()) {
            return "";
        }
        NumberFormat numbers = NumberFormat.getIntegerInstance(Locale.ENGLISH);
        return "Not all letters could be printed. Each "
                + new StringBuilder().appendCodePoint(BOX)
                + " stands for one that no font here has: "
                + missing.entrySet().stream()
                        .map(script -> numbers.format(script.getValue()) + " " + script.getKey())
                        .collect(Collectors.joining(", "))
                + ". The other forms of this advisory have them all.";
    }
}
