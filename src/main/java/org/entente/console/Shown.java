package org.entente.console;

import io.quarkus.qute.EngineBuilder;
import io.quarkus.qute.Expression;
import io.quarkus.qute.RawString;
import io.quarkus.qute.ResultMapper;
import io.quarkus.qute.TemplateNode.Origin;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Writes every value of the console's templates so that it is text and nothing else: markup is escaped, and characters that hide,
 * control or reorder other characters stand there by their number. For all templates at once, so that no page can forget it.
 */
@ApplicationScoped
class Shown implements ResultMapper {

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    void register(@Observes EngineBuilder engine) {
        engine.addResultMapper(this);
    }

    @Override
    public int getPriority() {
        // Before the framework's, which escapes markup only.
        return DEFAULT_PRIORITY + 100;
    }

    @Override
    public boolean appliesTo(Origin origin, Object result) {
        String template = origin.getTemplateId();
        return !(result instanceof RawString) && (template.startsWith("console/") || template.startsWith("tags/"));
    }

    @Override
    public String map(Object result, Expression expression) {
        return text(result.toString());
    }

    static String text(String value) {
        StringBuilder written = new StringBuilder(value.length() + 16);
        value.codePoints().forEach(c -> append(written, c, isUnseen(c)));
        return written.toString();
    }

    /** For fields that are edited and come back: they must hold what was there. Markup is escaped here too. */
    static RawString editable(String value) {
        StringBuilder written = new StringBuilder(value.length() + 16);
        // The null character cannot stand in a page at all.
        value.codePoints().forEach(c -> append(written, c, c == 0 || Character.getType(c) == Character.SURROGATE));
        return new RawString(written.toString());
    }

    private static void append(StringBuilder written, int c, boolean byNumber) {
        if (byNumber) {
            written.append(String.format("⟦U+%04X⟧", c));
            return;
        }
        switch (c) {
            case '&' -> written.append("&amp;");
            case '<' -> written.append("&lt;");
            case '>' -> written.append("&gt;");
            case '"' -> written.append("&quot;");
            case '\'' -> written.append("&#39;");
            case '`' -> written.append("&#96;");
            default -> written.appendCodePoint(c);
        }
    }

    /** The two joiners belong to how some languages are written, and are left alone. */
    static boolean isUnseen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t' && c != '\r';
            case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
