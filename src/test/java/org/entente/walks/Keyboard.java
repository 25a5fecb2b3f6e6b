package org.entente.walks;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Somebody at a page who has no mouse: goes on with Tab alone, and wherever that leads must see that it is there. Names are those
 * that a screen reader would say.
 */
final class Keyboard {

    /** More than any page has; whoever needs more does not find it. */
    private static final int STEPS_MAX = 300;

    /** Where the keys go, and whether that can be seen: an outline of its own, inside the window. */
    private static final String FOCUSED = """
            () => {
                const focused = document.activeElement;
                const label = focused.labels && focused.labels.length ? focused.labels[0] : focused;
                const style = getComputedStyle(focused);
                const box = focused.getBoundingClientRect();
                return {
                    name: (focused.getAttribute('aria-label') || label.textContent).trim().replace(/\\s+/g, ' '),
                    seen: focused === document.body
                        || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
                };
            }
            """;

    private final Page page;

    Keyboard(Page page) {
        this.page = page;
    }

    /** To what is called so, wherever it stands after where one is. */
    void reach(String name) {
        List<String> passed = new ArrayList<>();
        for (int step = 0; step < STEPS_MAX; step++) {
            page.keyboard().press("Tab");
            Map<?, ?> focused = (Map<?, ?>) page.evaluate(FOCUSED);
            String here = String.valueOf(focused.get("name"));
            assertThat(focused.get("seen"))
                    .as("'%s' is seen to have the focus", here)
                    .isEqualTo(true);
            if (here.equals(name)) {
                return;
            }
            passed.add(here.length() > 60 ? here.substring(0, 60) : here);
        }
        throw new AssertionError("No '" + name + "' among " + passed);
    }

    /** A link, a button, or what opens and closes a part of the page. */
    void press(String name) {
        reach(name);
        page.keyboard().press("Enter");
    }

    /** Into a field. */
    void type(String name, String text) {
        reach(name);
        page.keyboard().type(text);
    }

    /** To another of the choices of a field: that many before the chosen one. */
    void chooseBefore(String name, int steps) {
        reach(name);
        for (int step = 0; step < steps; step++) {
            page.keyboard().press("ArrowUp");
        }
    }
}
