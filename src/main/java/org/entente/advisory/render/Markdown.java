package org.entente.advisory.render;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * Markdown that somebody wrote, as HTML that is safe to show: raw HTML is shown as text, links lead to http, https and mailto
 * only, pictures are their words (nothing is fetched from where the text says), and headings begin below the page's own. What is
 * nested too deep to be rendered is shown as it was typed. Thread safe. Its output is well-formed XML.
 */
public final class Markdown {

    private static final int HEADING_MAX = 6;
    private static final Set<String> SCHEMES = Set.of("http", "https", "mailto");
    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());

    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

    private static final HtmlRenderer HTML = HtmlRenderer.builder()
            .extensions(EXTENSIONS)
            .escapeHtml(true)
            .sanitizeUrls(true)
            .urlSanitizer(new WebOnly())
            .attributeProviderFactory(context -> (node, tag, attributes) -> relate(tag, attributes))
            .nodeRendererFactory(UnturnedAddress::renderer)
            .build();

    private Markdown() {}

    /**
     * As HTML.
     *
     * @param headingsBelow the level of the heading above the text, 1 to 5
     */
    public static String html(String markdown, int headingsBelow) {
        return parsed(markdown)
                .map(document -> rendered(document, headingsBelow, Direction.turns(markdown)))
                .orElseGet(() -> typed(markdown));
    }

    private static String rendered(Node document, int headingsBelow, boolean turns) {
        document.accept(new Tamed(headingsBelow));
        if (turns) {
            document.accept(new UnturnedAddress.Finder());
        }
        return HTML.render(document);
    }

    private static String typed(String markdown) {
        return "<pre>" + Html.escaped(markdown) + "</pre>\n";
    }

    /** Whether it is nested so deep that {@link #html} shows it as it was typed. */
    public static boolean isTooDeep(String markdown) {
        return parsed(markdown).isEmpty();
    }

    /** Only what can be walked through by calls that call themselves: the renderer does, and so does what prints its HTML. */
    private static Optional<Node> parsed(String markdown) {
        if (Nesting.isTooDeep(markdown)) {
            return Optional.empty();
        }
        try {
            return Optional.of(PARSER.parse(markdown)).filter(document -> !Nesting.isTooDeep(document));
        } catch (StackOverflowError emphasis) {
            // How deep emphasis is nested only a parser knows, and this one calls itself too; it keeps nothing between
            // two texts.
            return Optional.empty();
        }
    }

    private static void relate(String tag, Map<String, String> attributes) {
        if (tag.equals("a")) {
            attributes.put("rel", "nofollow noopener noreferrer");
        }
    }

    private static final class Tamed extends AbstractVisitor {
        private final int headingsBelow;

        Tamed(int headingsBelow) {
            this.headingsBelow = headingsBelow;
        }

        @Override
        public void visit(Heading heading) {
            heading.setLevel(Math.min(HEADING_MAX, heading.getLevel() + headingsBelow));
            visitChildren(heading);
        }

        @Override
        public void visit(Image image) {
            Node words = new Text("[" + words(image) + "]");
            image.insertBefore(words);
            image.unlink();
        }

        private static String words(Image image) {
            String text = TextContentRenderer.builder()
                    .build()
                    .render(inParagraph(image))
                    .strip();
            return text.isEmpty() ? "picture" : text;
        }

        private static Node inParagraph(Image image) {
            Node paragraph = new org.commonmark.node.Paragraph();
            for (Node child = image.getFirstChild(); child != null; child = image.getFirstChild()) {
                paragraph.appendChild(child);
            }
            return paragraph;
        }
    }

    private static final class WebOnly implements UrlSanitizer {

        @Override
        public String sanitizeLinkUrl(String url) {
            try {
                URI uri = new URI(url.strip());
                boolean allowed = uri.getScheme() != null
                        && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
                return allowed ? url.strip() : "";
            } catch (URISyntaxException broken) {
                return "";
            }
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return "";
        }
    }
}
