package org.entente.advisory.render;

import com.openhtmltopdf.bidi.support.ICUBidiSplitter;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An advisory as PDF, with its TLP label in colour and in words on each page. Thread safe. Takes tenths of seconds of a processor:
 * not for an event loop.
 *
 * <p>The fonts it brings have Latin, Greek, Cyrillic, Armenian, Georgian, Hebrew and Arabic letters. Further ones are taken from a
 * directory. Letters that no font has are boxes, and a note says how many of which script. Text from right to left is laid out so, and
 * Arabic letters are joined; letters of other scripts that join or change places, such as Devanagari's, stand side by side.
 */
public final class PdfPage {

    private static final String BUNDLED = "/net/sf/jasperreports/fonts/dejavu/";
    private static final String SANS = "Entente Sans";
    private static final String MONO = "Entente Mono";

    /** For letters that the slanted font has not, which has no Arabic ones. */
    private static final String UPRIGHT = "Entente Upright";

    private static final String SANS_FILE = "DejaVuSans.ttf";
    private static final JoinedLetters LETTERS = new JoinedLetters();
    private static final int BOLD = 700;
    private static final int REGULAR = 400;

    private final List<Path> further;
    private @Nullable Glyphs glyphs;

    /** @param fonts a directory of TrueType fonts, asked for letters that the bundled ones have not */
    public PdfPage(Optional<Path> fonts) {
        this.further = fonts.map(PdfPage::list).orElse(List.of());
    }

    private static List<Path> list(Path directory) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.ttf")) {
            files.forEach(found::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("entente.advisory.fonts must be a directory that can be read", unreadable);
        }
        Collections.sort(found);
        return found;
    }

    /** Read when the first page is printed: fonts are large, and most instances start without printing anything. */
    private synchronized Glyphs glyphs() {
        if (glyphs == null) {
            glyphs = new Glyphs(List.of(open(SANS_FILE)), further);
        }
        return glyphs;
    }

    /** The document. */
    public byte[] of(Rendition advisory) {
        PdfRendererBuilder builder = new PdfRendererBuilder();
        bundled(builder, SANS_FILE, SANS, REGULAR, FontStyle.NORMAL);
        bundled(builder, "DejaVuSans-Bold.ttf", SANS, BOLD, FontStyle.NORMAL);
        bundled(builder, "DejaVuSans-Oblique.ttf", SANS, REGULAR, FontStyle.ITALIC);
        bundled(builder, "DejaVuSansMono.ttf", MONO, REGULAR, FontStyle.NORMAL);
        bundled(builder, SANS_FILE, UPRIGHT, REGULAR, FontStyle.NORMAL);
        List<String> families = new ArrayList<>(List.of(SANS, UPRIGHT));
        for (Path font : glyphs().readable()) {
            String family = "Further " + families.size();
            File file = font.toFile();
            builder.useFont(file, family);
            families.add(family);
        }
        // Nothing is fetched: whatever an address may be, it has no content here.
        builder.useUriResolver((base, uri) -> null);
        builder.useUnicodeBidiSplitter(new ICUBidiSplitter.ICUBidiSplitterFactory());
        builder.useUnicodeBidiReorderer(LETTERS);
        builder.useFastMode();
        builder.withProducer("Entente");
        builder.withHtmlContent(HtmlPage.forPrint(advisory, families, glyphs()), null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        builder.toStream(out);
        try {
            builder.run();
        } catch (IOException broken) {
            throw new UncheckedIOException("The PDF of an advisory could not be made", broken);
        }
        return out.toByteArray();
    }

    private static void bundled(PdfRendererBuilder builder, String file, String family, int weight, FontStyle style) {
        builder.useFont(() -> open(file), family, weight, style, true);
    }

    private static InputStream open(String file) {
        InputStream font = PdfPage.class.getResourceAsStream(BUNDLED + file);
        if (font == null) {
            throw new IllegalStateException("A font is missing: " + file);
        }
        return font;
    }
}
