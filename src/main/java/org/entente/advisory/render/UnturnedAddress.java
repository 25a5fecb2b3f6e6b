package org.entente.advisory.render;

import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;

/**
 * An address among text that runs from right to left. There {@code 192[.]0[.]2[.]7} would be shown as {@code 7[.]2[.]0[.]192}, since
 * numbers with brackets between them are turned like any other list (UAX #9), and be another address; a date would run backwards.
 */
final class UnturnedAddress extends CustomNode {

    /** What is written without a space, in letters of addresses. Never backtracks, however long. */
    private static final Pattern WORD = Pattern.compile("[!-~]++");

    private static final String SIGNS = ".:/@[-";

    static NodeRenderer renderer(HtmlNodeRendererContext context) {
        return new NodeRenderer() {
            @Override
            public Set<Class<? extends Node>> getNodeTypes() {
                return Set.of(UnturnedAddress.class);
            }

            @Override
            public void render(Node node) {
                context.getWriter().tag("span", Map.of("dir", "ltr"));
                context.render(node.getFirstChild());
                context.getWriter().tag("/span");
            }
        };
    }

    /** Puts one in the place of each address in text, and in that of code without letters that run from right to left. */
    static final class Finder extends AbstractVisitor {

        @Override
        public void visit(Text text) {
            String literal = text.getLiteral();
            Matcher word = WORD.matcher(literal);
            int done = 0;
            while (word.find()) {
                int from = first(literal, word.start(), word.end());
                int to = last(literal, from, word.end());
                if (isAddress(literal, from, to)) {
                    text.insertBefore(new Text(literal.substring(done, from)));
                    put(new Text(literal.substring(from, to)), text);
                    done = to;
                }
            }
            text.setLiteral(literal.substring(done));
        }

        /** Without the brackets and marks of the sentence around it. */
        private static int first(String text, int from, int to) {
            int at = from;
            while (at < to && !Character.isLetterOrDigit(text.charAt(at))) {
                at++;
            }
            return at;
        }

        private static int last(String text, int from, int to) {
            int at = to;
            while (at > from && !Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at - 1) != '/') {
                at--;
            }
            return at;
        }

        private static boolean isAddress(String text, int from, int to) {
            return text.substring(from, to).chars().anyMatch(sign -> SIGNS.indexOf(sign) >= 0);
        }

        @Override
        public void visit(Code code) {
            if (!Direction.turns(code.getLiteral())) {
                put(code, code);
            }
        }

        private static void put(Node address, Node before) {
            UnturnedAddress around = new UnturnedAddress();
            before.insertBefore(around);
            around.appendChild(address);
        }
    }
}
