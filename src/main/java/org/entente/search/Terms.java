package org.entente.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an object is found by: its id, the words of its text, and what stands in it as one piece: a CVE, a technique, a hash, a
 * domain, an address, a URL. Ids of other objects are no terms of it, so that a container is not found by a member its reader
 * does not have. Pure.
 */
final class Terms {

    /** More of one object would be a way to swell the index; what follows in it is not found. */
    static final int TERMS_MAX = 500;

    /** Longer ones are not found; a SHA-512 fits. */
    static final int TERM_CHARACTERS_MAX = 200;

    /** As much of one property is read, or one object could keep the index from all that follow; what comes then is not found. */
    static final int TEXT_CHARACTERS_MAX = 64 * 1024;

    /** More words in one question are a mistake. */
    static final int ASKED_MAX = 10;

    private static final List<String> TEXTS =
            List.of("name", "description", "opinion", "explanation", "abstract", "content");
    private static final List<String> LISTS = List.of("labels", "aliases", "x_mitre_aliases", "sectors", "goals");
    private static final List<String> VALUES = List.of(
            "value", "display_name", "user_id", "account_login", "path", "key", "cpe", "subject", "serial_number");

    /** A piece of text without white space around or in it. */
    private static final Pattern PIECE = Pattern.compile("[^\\s\"'<>()\\[\\]{},;|]+");

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}_]+");
    private static final Pattern HOST = Pattern.compile("^[a-z][a-z0-9+.-]*://(?:[^/@]*@)?([^/:?#]+)");
    private static final Pattern TECHNIQUE_PART = Pattern.compile("(t\\d{4})\\.\\d{3}");

    private final Set<String> found = new LinkedHashSet<>();

    private Terms() {}

    /** What the object is found by, in no order that matters. */
    static Set<String> of(JsonNode object) {
        Terms terms = new Terms();
        terms.whole(object.path("id").asText());
        object.path("external_references").forEach(reference -> {
            terms.text(reference.path("external_id").asText());
            terms.text(reference.path("url").asText());
        });
        VALUES.forEach(name -> terms.text(object.path(name).asText()));
        hashes(terms, object.path("hashes"));
        if (object.path("pattern").isTextual()) {
            terms.literals(bounded(object.path("pattern").textValue()));
        }
        LISTS.forEach(name -> object.path(name).forEach(one -> terms.text(one.asText())));
        TEXTS.forEach(name -> terms.text(object.path(name).asText()));
        return terms.found;
    }

    private static void hashes(Terms terms, JsonNode hashes) {
        for (Map.Entry<String, JsonNode> hash : hashes.properties()) {
            terms.whole(hash.getValue().asText());
        }
    }

    /** What a question asks for; all of it must be found. Pieces as they stand in objects, defanged or not. */
    static Set<String> asked(String question) {
        Set<String> asked = new LinkedHashSet<>();
        Matcher piece = PIECE.matcher(canonical(question));
        while (piece.find()) {
            String whole = trimmed(piece.group());
            if (!whole.isEmpty()) {
                asked.add(whole);
            }
        }
        return asked;
    }

    private void text(String text) {
        if (text.isEmpty() || found.size() >= TERMS_MAX) {
            return;
        }
        Matcher piece = PIECE.matcher(canonical(bounded(text)));
        while (piece.find() && found.size() < TERMS_MAX) {
            String whole = trimmed(piece.group());
            add(whole);
            words(whole);
        }
    }

    /** What stands between quotes in a pattern; a backslash takes the meaning from what follows it. */
    private void literals(String pattern) {
        StringBuilder literal = new StringBuilder();
        boolean within = false;
        for (int i = 0; i < pattern.length(); i++) {
            char one = pattern.charAt(i);
            if (one == '\'') {
                text(literal.toString());
                literal.setLength(0);
                within = !within;
            } else if (within) {
                i += one == '\\' && i + 1 < pattern.length() ? 1 : 0;
                literal.append(pattern.charAt(i));
            }
        }
    }

    private void words(String whole) {
        Matcher host = HOST.matcher(whole);
        if (host.find()) {
            add(host.group(1));
        }
        Matcher technique = TECHNIQUE_PART.matcher(whole);
        if (technique.matches()) {
            add(technique.group(1));
        }
        Matcher word = WORD.matcher(whole);
        while (word.find()) {
            add(word.group());
        }
    }

    private void whole(String text) {
        add(canonical(bounded(text)).strip());
    }

    private void add(String term) {
        if (!term.isEmpty() && term.length() <= TERM_CHARACTERS_MAX && found.size() < TERMS_MAX) {
            found.add(term);
        }
    }

    /** Without a piece that is cut in two, which would be found by what it does not say. */
    private static String bounded(String text) {
        if (text.length() <= TEXT_CHARACTERS_MAX) {
            return text;
        }
        int end = TEXT_CHARACTERS_MAX;
        while (end > 0 && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** From the first letter or digit to the last, or to a slash behind it. By hand: an expression would try again at each character. */
    private static String trimmed(String piece) {
        int start = 0;
        while (start < piece.length() && !isLetterOrNumber(piece.codePointAt(start))) {
            start += Character.charCount(piece.codePointAt(start));
        }
        int end = piece.length();
        while (end > start && piece.charAt(end - 1) != '/' && !isLetterOrNumber(piece.codePointBefore(end))) {
            end -= Character.charCount(piece.codePointBefore(end));
        }
        return piece.substring(start, end);
    }

    private static boolean isLetterOrNumber(int codePoint) {
        int type = Character.getType(codePoint);
        return Character.isLetterOrDigit(codePoint)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** One spelling: compatible letters alike, lower case, and what is written so that nobody clicks on it as what it means. */
    private static String canonical(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace("[.]", ".")
                .replace("(.)", ".")
                .replace("[:]", ":")
                .replace("[@]", "@")
                .replace("hxxp", "http");
    }

    /** Under which a term is in the index. */
    static long number(String term) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(term.getBytes(StandardCharsets.UTF_8));
            return java.nio.ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("The platform has no SHA-256", impossible);
        }
    }
}
