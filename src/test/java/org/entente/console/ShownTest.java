package org.entente.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How text of others stands on a page. */
class ShownTest {

    @Test
    void markupIsText() {
        assertThat(Shown.text("<b>&\"'`")).isEqualTo("&lt;b&gt;&amp;&quot;&#39;&#96;");
    }

    @Test
    void charactersThatHideOrReorderStandByTheirNumber() {
        assertThat(Shown.text("a\u202Eb\u2066c\u200Bd\uFEFFe\u2028f\u0000g\u0007h\uD800i"))
                .isEqualTo("a⟦U+202E⟧b⟦U+2066⟧c⟦U+200B⟧d⟦U+FEFF⟧e⟦U+2028⟧f⟦U+0000⟧g⟦U+0007⟧h⟦U+D800⟧i");
    }

    @Test
    void writingIsLeftAlone() {
        String written = "العربية עברית नमस्ते می\u200Cخواهم \uD83D\uDC69\u200D\uD83D\uDCBB\nzwei\tDrei";

        assertThat(Shown.text(written)).isEqualTo(written);
    }

    @Test
    void whatIsEditedComesBackAsItWas() {
        assertThat(Shown.editable("a\u200Fb<").getValue()).isEqualTo("a\u200Fb&lt;");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "c2.example.net, c2[.]example[.]net",
                "https://c2.example.net/a.exe?x=1, hxxps[://]c2[.]example[.]net/a[.]exe?x=1",
                "192.0.2.7, 192[.]0[.]2[.]7",
                "someone@example.net, someone[@]example[.]net",
                "2001:db8::1, 2001[:]db8[:]:1",
                "[domain-name:value = 'c2.example.net'], [domain-name:value = 'c2[.]example[.]net']",
            })
    void addressesOpenNowhere(String live, String shown) {
        assertThat(Defanging.of(live)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "/console/partners, /console/partners",
        "/console/partners?next=eA%3D, /console/partners?next=eA%3D",
        "//evil.example/console, /console",
        "https://evil.example/console, /console",
        "/console//evil.example, /console",
        "/console/../api, /console",
        "/console\\evil.example, /console",
        "/consoles, /console",
        "/console/sign-in?to=/console/sign-in, /console",
    })
    void afterSigningInTheConsoleIsNotLeft(String asked, String to) {
        assertThat(ConsoleAddress.back(asked)).isEqualTo(to);
    }
}
