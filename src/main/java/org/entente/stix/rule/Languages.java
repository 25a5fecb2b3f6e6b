package org.entente.stix.rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Language tags (RFC 5646): well-formed, and made of registered language, script and region subtags. */
final class Languages {
    static final Check TAG = Languages::check;

    private static final int TAG_LENGTH_MAX = 100;
    private static final Map<String, Set<String>> SUBTAGS = read();

    private Languages() {}

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> subtags = new HashMap<>();
        for (String line : Resources.lines("language-subtags.txt")) {
            String[] words = line.split(" ");
            Set<String> kind = subtags.computeIfAbsent(words[0], name -> new HashSet<>());
            for (int i = 1; i < words.length; i++) {
                addRange(kind, words[i]);
            }
        }
        return subtags;
    }

    /** A range such as qaa..qtz holds every subtag of its length between the two. */
    private static void addRange(Set<String> kind, String words) {
        int dots = words.indexOf("..");
        if (dots < 0) {
            kind.add(words);
            return;
        }
        String last = words.substring(dots + 2);
        for (String at = words.substring(0, dots); at.compareTo(last) <= 0; at = successor(at)) {
            kind.add(at);
        }
    }

    private static String successor(String subtag) {
        char[] letters = subtag.toCharArray();
        for (int i = letters.length - 1; i >= 0; i--) {
            if (letters[i] != 'z') {
                letters[i]++;
                break;
            }
            letters[i] = 'a';
        }
        return new String(letters);
    }

    private static void check(Inspection in, int node) {
        if (Checks.isString(in, node)) {
            checkText(in, node, node);
        }
    }

    /** Checks the text of a string or key. */
    static void checkText(Inspection in, int node, int place) {
        boolean bounded = in.tape().end(node) - in.tape().start(node) <= TAG_LENGTH_MAX;
        if (!bounded || !isTag(in.tape().text(node).toLowerCase(Locale.ROOT))) {
            in.error(
                    place,
                    Rule.LANGUAGE,
                    in.quote(node) + " is not an RFC 5646 language tag; write one such as 'en' or 'pt-BR'.");
        }
    }

    private static boolean isTag(String tag) {
        if (has("grandfathered", tag)) {
            return true;
        }
        String[] subtags = tag.split("-", -1);
        for (String subtag : subtags) {
            if (subtag.isEmpty() || subtag.length() > 8 || !isAlphanumeric(subtag)) {
                return false;
            }
        }
        return subtags[0].equals("x") ? subtags.length > 1 : has("language", subtags[0]) && isRest(subtags);
    }

    private static boolean isRest(String[] subtags) {
        int at = 1;
        if (at < subtags.length && has("extlang", subtags[at])) {
            at++;
        }
        if (at < subtags.length && has("script", subtags[at])) {
            at++;
        }
        if (at < subtags.length && has("region", subtags[at])) {
            at++;
        }
        while (at < subtags.length && isVariant(subtags[at])) {
            at++;
        }
        return areExtensions(subtags, at);
    }

    private static boolean isVariant(String subtag) {
        return subtag.length() >= 5 || subtag.length() == 4 && Character.isDigit(subtag.charAt(0));
    }

    /** Singletons, each followed by at least one subtag of its own; after x anything. */
    private static boolean areExtensions(String[] subtags, int start) {
        int at = start;
        while (at < subtags.length) {
            boolean singleton = subtags[at].length() == 1 && at + 1 < subtags.length;
            if (!singleton) {
                return false;
            }
            if (subtags[at].equals("x")) {
                return true;
            }
            int first = ++at;
            while (at < subtags.length && subtags[at].length() > 1) {
                at++;
            }
            if (at == first) {
                return false;
            }
        }
        return true;
    }

    private static boolean has(String kind, String subtag) {
        return SUBTAGS.getOrDefault(kind, Set.of()).contains(subtag);
    }

    private static boolean isAlphanumeric(String subtag) {
        return subtag.chars().allMatch(unit -> unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9');
    }
}
