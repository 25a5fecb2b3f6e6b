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
}
