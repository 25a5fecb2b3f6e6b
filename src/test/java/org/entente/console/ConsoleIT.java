package org.entente.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.AxeResults;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.entente.standalone.AccessDocument;
import org.entente.testing.DemoAccess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;

/**
 * A browser for walks through the console. Whatever a walk does, nothing may be reported by the browser: no error of a script, no
 * breach of the Content-Security-Policy, no dialog that was not expected.
 *
 * <p>Without Chromium the walks are skipped on a developer's machine; in continuous integration ({@code CI=true}) they fail.
 */
abstract class ConsoleIT {

    /** Generous, for machines that do much else at the time. */
    private static final double PATIENCE_MILLIS = 60_000;

    private static final int NARROW = 1280;
    private static final int WIDE = 1920;
    private static final Path PICTURES = Path.of("target", "screenshots");

    private static Playwright playwright;
    private static Browser browser;
    static DemoAccess access;

    private final List<BrowserContext> contexts = new ArrayList<>();

    /** What the browser complained of in this test. */
    final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void openBrowser() {
        Path chromium = Path.of("/usr/bin/chromium");
        boolean required = "true".equals(System.getenv("CI"));
        Assumptions.assumeTrue(
                required || Files.isExecutable(chromium),
                "Walks through the console need /usr/bin/chromium (apt-get install chromium)");
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

    @AfterAll
    static void closeBrowser() {
        access = null;
        if (playwright != null) {
            playwright.close();
            playwright = null;
        }
    }

    @AfterEach
    void nothingWasComplainedOf() {
        contexts.forEach(BrowserContext::close);
        assertThat(complaints).as("what the browser complained of").isEmpty();
    }

    /** A browser window of somebody who has never been here. */
    Page stranger() {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setBaseURL(access().document().http())
                .setViewportSize(NARROW, 900)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
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

    /** A window in which this operator is signed in, at the overview. */
    Page signedIn(String operator) {
        Page page = stranger();
        AccessDocument.Caller caller = access().caller(operator);
        page.navigate("/console");
        page.getByLabel("User name").fill(caller.username());
        page.getByLabel("Password").fill(caller.password());
        page.locator("main button[type=submit]").click();
        page.waitForURL("**/console");
        return page;
    }

    /** Holds the page as it is against WCAG 2.2 AA, light and dark, and takes its pictures. */
    void inspect(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.waitForFunction(
                    "theme => document.documentElement.getAttribute('data-bs-theme') === theme",
                    scheme.name().toLowerCase(java.util.Locale.ROOT));
            for (int width : List.of(NARROW, WIDE)) {
                page.setViewportSize(width, 900);
                nothingIsClipped(page, name, width);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(PICTURES.resolve(
                                name + "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
            }
            AxeResults found = new AxeBuilder(page)
                    .setLegacyMode(true)
                    .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"))
                    .analyze();
            assertThat(found.getViolations().stream()
                            .map(rule -> rule.getId() + ": "
                                    + rule.getNodes().stream()
                                            .map(node -> node.getHtml() + " " + node.getFailureSummary())
                                            .toList())
                            .toList())
                    .as("axe-core on %s, %s", name, scheme)
                    .isEmpty();
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(NARROW, 900);
    }

    /** Wide tables scroll by themselves; the page does not. */
    private static void nothingIsClipped(Page page, String name, int width) {
        Object beyond =
                page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(((Number) beyond).intValue())
                .as("pixels that %s is wider than a window of %d", name, width)
                .isZero();
    }
}
