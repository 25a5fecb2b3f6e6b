package org.entente.walks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * A browser for walks through the console. Whatever a walk does, nothing may be reported by the browser: no error of a script, no
 * breach of the Content-Security-Policy, no dialog that was not expected.
 *
 * <p>Without Chromium the walks are skipped on a developer's machine; in continuous integration ({@code CI=true}) they fail.
 */
abstract class Walk {

    /** Of a partner that sends whatever it likes, and reads all up to TLP:AMBER. */
    static final String POLICY = """
            {"to": {"maxTlp": "AMBER", "communities": "*", "kinds": "*", "sectors": "*", "regions": "*", "originators": "*",
                    "markings": "*"},
             "from": {"kinds": "*", "assumedTlp": "GREEN", "maxConfidence": 100, "mode": "accept",
                      "attribution": "everyone"}}
            """;

    /** The same, but that operators look at what it sends. */
    static final String HOLDING_POLICY = POLICY.replace("accept", "hold");

    /** Generous, for machines that do much else at the time. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final int NARROW = 1280;
    private static final int WIDE = 1920;
    private static final int HEIGHT = 900;
    private static final List<String> STANDARDS =
            List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice");
    private static final List<String> COLOURS = List.of("color-contrast", "link-in-text-block");

    /** The library's own way of asking takes twice as long: it reads the script anew each time, and brings home all that is well. */
    private static final String AXE = axe();

    private static final String VIOLATIONS = """
            async asked => {
                const found = await axe.run(document, {
                    runOnly: asked, resultTypes: ['violations'], preload: false, iframes: false, xpath: false});
                return found.violations.map(rule =>
                    rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join(' '));
            }
            """;

    /** Wide tables scroll by themselves; the page does not. */
    private static final String SIZE = """
            () => {
                const root = document.documentElement;
                return {beyond: root.scrollWidth - root.clientWidth, height: Math.min(root.scrollHeight, 16000)};
            }
            """;

    private static final Path PICTURES = Path.of("target", "screenshots");

    /** They are for people to look at: nothing is asserted of them, and to draw them takes long. */
    private static final boolean PICTURES_WANTED = Boolean.getBoolean("entente.pictures");

    private static @Nullable Playwright playwright;
    private static @Nullable Browser browser;
    static @Nullable DemoAccess access;

    /** What browsers keep for operators who have signed in: signing in is a walk of its own, and slow by design. */
    private static final Map<String, String> KEPT = new HashMap<>();

    private final List<BrowserContext> contexts = new ArrayList<>();

    /** What the browser complained of in this test. */
    final List<String> complaints = new ArrayList<>();

    /** One for all walks of this JVM that follow one another. */
    @BeforeAll
    static void openBrowser() {
        if (browser != null) {
            return;
        }
        Path chromium = Path.of("/usr/bin/chromium");
        boolean required = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(
                required || Files.isExecutable(chromium),
                "Walks through the console need /usr/bin/chromium (apt-get install chromium)");
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** How the callers of the exchange sign in; of this test run's unless a test has set another. */
    static DemoAccess access() {
        if (access == null) {
            access = DemoAccess.awaited();
        }
        return access;
    }

    /** For the class that opened it, when all its walks are over. */
    static void closeBrowser() {
        access = null;
        KEPT.clear();
        if (playwright != null) {
            playwright.close();
        }
        playwright = null;
        browser = null;
    }

    @AfterEach
    void nothingWasComplainedOf() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    /** A browser window of somebody who has never been here. */
    Page stranger() {
        return window(null);
    }

    private Page window(@Nullable String kept) {
        BrowserContext context = Objects.requireNonNull(browser)
                .newContext(new Browser.NewContextOptions()
                        .setBaseURL(access().document().http())
                        .setStorageState(kept)
                        .setViewportSize(NARROW, HEIGHT)
                        .setReducedMotion(ReducedMotion.REDUCE));
        contexts.add(context);
        context.setDefaultTimeout(PATIENCE_MILLIS);
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // A page that says what was refused has that status; the browser calls each an error.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> complaints.add(page.url() + ": " + error));
        return page;
    }

    /** A window of its own in which this operator is signed in. */
    Page signedIn(String operator) {
        return window(KEPT.computeIfAbsent(operator, this::signIn));
    }

    private String signIn(String operator) {
        Page page = stranger();
        AccessDocument.Caller caller = access().caller(operator);
        page.navigate("/console/sign-in");
        page.getByLabel("User name").fill(caller.username());
        page.getByLabel("Password").fill(caller.password());
        page.locator("main button[type=submit]").click();
        page.waitForURL("**/console");
        return page.context().storageState();
    }

    /** REST, as this operator. */
    static RequestSpecification rest(String operator) {
        AccessDocument.Caller caller = access().caller(operator);
        return given().contentType("application/json").auth().preemptive().basic(caller.username(), caller.password());
    }

    static GetByRoleOptions named(String name) {
        return new GetByRoleOptions().setName(name).setExact(true);
    }

    static void button(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, named(name)).click();
    }

    static void link(Page page, String name) {
        page.getByRole(AriaRole.LINK, named(name)).click();
    }

    /**
     * Holds the page as it is against WCAG 2.2 AA, light and narrow, dark and wide, and takes its pictures if wanted. Dark differs by its
     * colours alone, so that only those are asked about again.
     */
    void inspect(Page page, String name) {
        look(page, name, NARROW, ColorScheme.LIGHT);
        page.evaluate(AXE);
        nothingViolates(page, name, Map.of("type", "tag", "values", STANDARDS));
        look(page, name, WIDE, ColorScheme.DARK);
        nothingViolates(page, name + ", dark", Map.of("type", "rule", "values", COLOURS));
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(NARROW, HEIGHT);
    }

    private void look(Page page, String name, int width, ColorScheme scheme) {
        String theme = scheme.name().toLowerCase(Locale.ROOT);
        page.setViewportSize(width, HEIGHT);
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        page.waitForFunction("theme => document.documentElement.getAttribute('data-bs-theme') === theme", theme);
        Map<?, ?> size = (Map<?, ?>) page.evaluate(SIZE);
        assertThat(size.get("beyond"))
                .as("pixels that %s is wider than a window of %d", name, width)
                .isEqualTo(0);
        if (PICTURES_WANTED) {
            picture(page, width, (Integer) size.get("height"), name + "-" + width + "-" + theme + ".png");
        }
    }

    /** Of the whole page, as the browser draws it now: the library's own lays it out twice more, and packs it for the wire. */
    private void picture(Page page, int width, int height, String name) {
        JsonObject clip = new JsonObject();
        clip.addProperty("x", 0);
        clip.addProperty("y", 0);
        clip.addProperty("width", width);
        clip.addProperty("height", height);
        clip.addProperty("scale", 1);
        JsonObject asked = new JsonObject();
        asked.addProperty("format", "png");
        asked.addProperty("optimizeForSpeed", true);
        asked.addProperty("captureBeyondViewport", true);
        asked.add("clip", clip);
        CDPSession browsersOwn = page.context().newCDPSession(page);
        String drawn =
                browsersOwn.send("Page.captureScreenshot", asked).get("data").getAsString();
        browsersOwn.detach();
        try {
            Files.createDirectories(PICTURES);
            Files.write(PICTURES.resolve(name), Base64.getDecoder().decode(drawn));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void nothingViolates(Page page, String name, Map<String, Object> asked) {
        assertThat((List<?>) page.evaluate(VIOLATIONS, asked))
                .as("axe-core on %s", name)
                .isEmpty();
    }

    private static String axe() {
        try (InputStream script = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
