package org.entente.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Every page with things on it that are ordinary and things that are hostile, light and dark, narrow and wide. */
abstract class PagesWalk extends Walk {

    /** Where others have no forms. */
    private static final String OF_CURATORS = "/console/advisories";

    /** Every page, by the name of its picture; what stands in braces is made by {@link FullExchange}. */
    private static final Map<String, String> PAGES = pages();

    private static Map<String, String> pages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("overview", "/console");
        pages.put("reviews", "/console/reviews?submitter={holder}");
        pages.put("reviews-all", "/console/reviews?state=all&submitter={holder}");
        pages.put("review", "/console/reviews/{held}");
        pages.put("review-refused", "/console/reviews/{refused}");
        pages.put("conflicts", "/console/conflicts");
        pages.put("reports", "/console/reports");
        pages.put("object", "/console/objects/{known}");
        pages.put("object-tied", "/console/objects/{report}");
        pages.put("search", "/console/search?q=a");
        pages.put("audit", "/console/audit?subject={partner}");
        pages.put("advisories", "/console/advisories");
        pages.put("advisory-import", "/console/advisories/imports");
        pages.put("advisory-edit", "/console/advisories/{advisory}/form");
        pages.put("advisory", "/console/advisories/{advisory}");
        pages.put("advisory-preview", "/console/advisories/{advisory}/preview");
        pages.put("mitigations", "/console/mitigations");
        pages.put("delivery", "/console/delivery");
        pages.put("recalls", "/console/recalls");
        pages.put("recalls-open", "/console/recalls?open=true");
        pages.put("recall", "/console/recalls/{recall}");
        pages.put("retention", "/console/retention?preview=true");
        pages.put("object-erased", "/console/objects/{erased}");
        pages.put("recall-form", "/console/recalls/of/{object}");
        pages.put("partners", "/console/partners");
        pages.put("partner", "/console/partners/{partner}");
        pages.put("partner-credentials", "/console/partners/{partner}/credentials");
        pages.put("partner-reading", "/console/partners/{partner}/reading");
        pages.put("policy", "/console/partners/{partner}/policy");
        pages.put("policy-version", "/console/partners/{partner}/policy/versions/1");
        pages.put("policy-form", "/console/partners/{partner}/policy/new-draft");
        pages.put("draft", "/console/partners/{partner}/policy/drafts/{draft}");
        pages.put("draft-form", "/console/partners/{partner}/policy/drafts/{draft}/form");
        pages.put("communities", "/console/communities");
        pages.put("community", "/console/communities/{community}");
        pages.put("operators", "/console/operators");
        pages.put("operator", "/console/operators/{operator}");
        pages.put("operator-credentials", "/console/operators/{operator}/credentials");
        pages.put("problem", "/console/nowhere");
        return pages;
    }

    /** What must not come of text: elements and attributes that no template has. */
    private static final String FOREIGN = """
            () => [...document.querySelectorAll('main *')].filter(e => !e.parentElement.closest('.chart')).filter(e =>
                ['SCRIPT', 'STYLE', 'SVG', 'IMG', 'LINK', 'META', 'BASE', 'OBJECT', 'EMBED', 'TEMPLATE', 'ANIMATE']
                    .includes(e.tagName.toUpperCase())
                || (e.tagName === 'IFRAME' && (e.getAttribute('sandbox') !== '' || !e.getAttribute('src').startsWith('/console/')))
                || [...e.attributes].some(a => a.name.startsWith('on') || a.name.startsWith('hx-on') || (a.name === 'style' && !e.classList.contains('chart')))
                || (e.tagName === 'A' && !e.getAttribute('href').startsWith('/console'))
                || (e.tagName === 'FORM' && !e.getAttribute('action').startsWith('/console'))
                || (e.tagName === 'FORM' && e.method === 'post' && !e.querySelector('input[type=hidden][name=token]').value)
            ).map(e => e.outerHTML.substring(0, 200))
            """;

    /** All text but that in fields, which must hold what was there. */
    private static final String SHOWN = """
            () => {
                const shown = document.body.cloneNode(true);
                shown.querySelectorAll('textarea').forEach(field => field.remove());
                return shown.textContent;
            }
            """;

    @Test
    void everyPageIsForEverybodyWhateverTheyCanSee() {
        Map<String, String> names =
                new FullExchange(List.of("An ordinary text", "Another, of some length, about nothing")).make();

        overEachPage(names, this::inspect);
    }

    @Test
    void submittedTextRunsNowhere() {
        Map<String, String> names = new FullExchange(HostileText.all()).make();
        AtomicInteger shown = new AtomicInteger();

        overEachPage(names, (page, name) -> {
            assertThat(page.title()).as("title of %s", name).endsWith("Entente");
            assertThat((List<?>) page.evaluate(FOREIGN))
                    .as("foreign elements on %s", name)
                    .isEmpty();
            String text = (String) page.evaluate(SHOWN);
            assertThat(text)
                    .as("text of %s", name)
                    .doesNotContainPattern("[\\u202A-\\u202E\\u2066-\\u2069\\u200B\\u2028]");
            shown.addAndGet(text.split("⟦U\\+202E⟧", -1).length - 1);
        });

        assertThat(shown.get()).as("times that a hidden character is shown").isGreaterThan(3);
    }

    /** Tells of all pages what is wrong with them, and not of the first one only. */
    private void overEachPage(Map<String, String> names, BiConsumer<Page, String> look) {
        Page admin = signedIn("admin");
        Page curator = signedIn("curator");
        List<String> found = new ArrayList<>();
        for (Page window : List.of(admin, curator)) {
            window.onDialog(dialog -> {
                found.add("dialog at " + window.url() + ": " + dialog.message());
                dialog.dismiss();
            });
        }
        PAGES.forEach((name, path) -> {
            Page page = path.startsWith(OF_CURATORS) ? curator : admin;
            try {
                int status = page.navigate(filled(path, names)).status();
                assertThat(status).as("status of %s", name).isEqualTo(name.equals("problem") ? 404 : 200);
                look.accept(page, name);
            } catch (AssertionError finding) {
                found.add(finding.getMessage());
            }
        });
        assertThat(found).as("what is found on all pages").isEmpty();
    }

    private static String filled(String path, Map<String, String> names) {
        String filled = path;
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }
}
