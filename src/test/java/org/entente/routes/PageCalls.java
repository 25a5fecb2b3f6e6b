package org.entente.routes;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.entente.routes.RoutesIT.Verdict;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.entente.testing.PlainBrowser;

/** Calls the console's routes as a browser does: operators with their session, whoever else without any. */
final class PageCalls {

    private static final String CONSOLE = "/console";
    private static final String SIGN_IN = CONSOLE + "/sign-in";
    private static final String SIGN_OUT = CONSOLE + "/sign-out";

    private final DemoAccess demo = DemoAccess.awaited();
    private final Map<String, PlainBrowser> browsers = new HashMap<>();

    static boolean isPage(Route route) {
        return route.path().equals(CONSOLE) || route.path().startsWith(CONSOLE + "/");
    }

    Verdict called(Route route, String role) {
        boolean leaves = route.path().equals(SIGN_OUT);
        boolean enters = route.path().equals(SIGN_IN);
        PlainBrowser browser = leaves || enters ? browser(role) : browsers.computeIfAbsent(role, this::browser);
        if (enters) {
            browser.get(SIGN_IN);
        }
        // A number has a shape of its own, without which the address is none.
        String path =
                route.path().replace("{number}", "1").replaceAll("\\{[^}]+}", "00000000-0000-4000-8000-000000000000");
        HttpResponse<String> answer =
                route.method().equals("GET") ? browser.get(path) : browser.post(path, Map.of("to", CONSOLE));
        boolean toTheDoor = answer.statusCode() == 303
                && !leaves
                && answer.headers().firstValue("Location").orElse("").startsWith(SIGN_IN);
        // At the door itself 401 is about the password.
        boolean unknown = answer.statusCode() == 401 && !enters;
        return new Verdict(
                answer.statusCode(), answer.statusCode() == 403 || unknown || toTheDoor || isLeftOut(leaves, answer));
    }

    private static boolean isLeftOut(boolean leaves, HttpResponse<String> answer) {
        return leaves && !answer.headers().firstValue("Location").orElse("").contains("done=signed-out");
    }

    private PlainBrowser browser(String role) {
        AccessDocument.Caller caller = demo.document().callers().get(role);
        String base = demo.document().http();
        if (caller != null) {
            return PlainBrowser.signedIn(base, caller.username(), caller.password());
        }
        PlainBrowser stranger = new PlainBrowser(base);
        stranger.get(SIGN_IN);
        return stranger;
    }
}
