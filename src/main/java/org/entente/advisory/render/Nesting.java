package org.entente.advisory.render;

import org.commonmark.node.Node;
import org.jspecify.annotations.Nullable;

/**
 * How deep Markdown is nested, without parsing it: a parser and a renderer that call themselves for each level run out of stack, or of
 * time, on a few thousand marks. A bound from above, found in one pass. Pure.
 */
final class Nesting {

    /** More levels than anybody can read. */
    static final int MAX = 50;

    /** A list, its entry, a paragraph and something in it are a level. */
    private static final int NODES_MAX = 4 * MAX;

    private static final int COLUMNS_PER_LEVEL = 2;
    private static final int TAB_COLUMNS = 4;

    private Nesting() {}

    /** Whether quotes and lists, or brackets, stand in one another more than {@link #MAX} deep. */
    static boolean isTooDeep(String markdown) {
        int brackets = 0;
        for (int start = 0; start < markdown.length(); ) {
            int line = markdown.indexOf('\n', start);
            int end = line < 0 ? markdown.length() : line;
            String text = markdown.substring(start, end);
            // No bracket is closed in another paragraph.
            brackets = text.isBlank() ? 0 : brackets;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (c == '[') {
                    brackets++;
                } else if (c == ']') {
                    brackets = Math.max(0, brackets - 1);
                }
                if (brackets > MAX) {
                    return true;
                }
            }
            if (blocks(text) > MAX) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /** Whether nodes stand in one another too deep, emphasis among them. */
    static boolean isTooDeep(Node document) {
        int depth = 0;
        Node at = document;
        while (true) {
            @Nullable Node below = at.getFirstChild();
            if (below != null) {
                depth++;
                if (depth > NODES_MAX) {
                    return true;
                }
                at = below;
                continue;
            }
            while (at != document && at.getNext() == null) {
                at = at.getParent();
                depth--;
            }
            if (at == document) {
                return false;
            }
            at = at.getNext();
        }
    }

    /** Levels that a line can be in or open: a list within a list is indented by two columns at least. */
    private static int blocks(String line) {
        int marks = 0;
        int columns = 0;
        for (int i = 0; i < line.length(); ) {
            char c = line.charAt(i);
            if (c == ' ' || c == '\t') {
                columns += c == ' ' ? 1 : TAB_COLUMNS;
                i++;
                continue;
            }
            int length = markLength(line, i);
            if (length == 0) {
                break;
            }
            marks++;
            // The blank after a mark is part of it.
            i += isBlank(line, i + length) ? length + 1 : length;
        }
        return marks == 0 ? 0 : marks + columns / COLUMNS_PER_LEVEL;
    }

    private static int markLength(String line, int at) {
        char c = line.charAt(at);
        if (c == '>') {
            return 1;
        }
        int digits = at;
        while (digits < line.length() && Character.digit(line.charAt(digits), 10) >= 0) {
            digits++;
        }
        boolean ordered = digits > at && digits < line.length() && ".)".indexOf(line.charAt(digits)) >= 0;
        if (ordered) {
            return isBlank(line, digits + 1) ? digits - at + 1 : 0;
        }
        return "-+*".indexOf(c) >= 0 && isBlank(line, at + 1) ? 1 : 0;
    }

    /** The end of a line is too. */
    private static boolean isBlank(String line, int at) {
        return at >= line.length() || line.charAt(at) == ' ' || line.charAt(at) == '\t';
    }
}
