package org.entente.console;

/** Gives tests of other packages the token that the forms of a visit have. */
public final class VisitToken {

    private VisitToken() {}

    public static String of(String visit) {
        return FormToken.of(visit);
    }
}
