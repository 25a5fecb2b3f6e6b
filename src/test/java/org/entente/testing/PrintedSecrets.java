package org.entente.testing;

import java.util.ArrayList;
import java.util.List;
import org.entente.standalone.AccessDocument;

/** What must never be in anything that an exchange prints or answers with. */
public final class PrintedSecrets {

    /** Keys and stores as text; certificates are for everybody. */
    private static final List<String> KEYS = List.of("PRIVATE KEY-----", "eyJ0eXAiOiJKV1Qi", "generated-");

    private PrintedSecrets() {}

    /** Looks for what callers were given, and for keys, tokens and generated passwords of any kind. */
    static void assertNoneIn(String printed, AccessDocument access) {
        List<String> secrets = new ArrayList<>(KEYS);
        access.callers().values().forEach(caller -> {
            secrets.add(caller.password());
            secrets.add(caller.token());
            if (caller.kafka() != null) {
                secrets.add(caller.kafka().password());
            }
        });
        assertNoneIn(printed, secrets);
    }

    /** Says where, and does not itself print what. */
    public static void assertNoneIn(String printed, Iterable<String> secrets) {
        int number = 0;
        for (String secret : secrets) {
            number++;
            int at = printed.indexOf(secret);
            if (!secret.isEmpty() && at >= 0) {
                throw new AssertionError(
                        "Secret " + number + " was printed, after: " + printed.substring(Math.max(0, at - 200), at));
            }
        }
    }
}
