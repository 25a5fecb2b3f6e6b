package org.entente.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Entity tags made of a version number, and the {@code If-Match} header that gives one back (RFC 9110 §13.1.1). */
public final class VersionTag {

    private VersionTag() {}

    /** The {@code ETag} of a version. */
    public static String of(long version) {
        return "\"" + version + "\"";
    }

    /**
     * Checks what the caller has last seen.
     *
     * @param ifMatch the header; absent accepts any version
     * @throws ProblemException 412 when the present version is another
     */
    public static void check(@Nullable String ifMatch, long present) {
        if (ifMatch == null || ifMatch.trim().equals("*")) {
            return;
        }
        boolean seen = Arrays.stream(ifMatch.split(",")).map(String::trim).anyMatch(tag -> tag.equals(of(present)));
        if (!seen) {
            throw new ProblemException(
                    ProblemType.STALE, "Somebody else has changed it. Read it again and repeat the change.");
        }
    }

    /**
     * Checks the same of a second person, who must name the one version they have read: nobody approves what was changed under
     * their eyes.
     *
     * @param what it is called in the answer that refuses, such as {@code draft}
     * @throws ProblemException 428 when the header is absent, names several or stands for any; 412 when the present version is
     *     another
     */
    public static void checkRead(@Nullable String ifMatch, long present, String what) {
        if (ifMatch == null || ifMatch.trim().equals("*") || ifMatch.contains(",")) {
            throw new ProblemException(
                    ProblemType.PRECONDITION_REQUIRED,
                    "Send the one ETag of the " + what
                            + " you have read as If-Match, so that you approve what you have read.");
        }
        check(ifMatch, present);
    }
}
