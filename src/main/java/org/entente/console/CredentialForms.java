package org.entente.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.entente.http.ProblemException;
import org.entente.partner.Bodies;
import org.entente.partner.CredentialBook;
import org.entente.partner.Views.CredentialView;

/**
 * What the credentials of partners and of operators have in common as pages. A new secret is shown in the answer to the form that
 * made it, once. Thread safe.
 */
@ApplicationScoped
class CredentialForms {

    private final Pages pages;

    CredentialForms(Pages pages) {
        this.pages = pages;
    }

    @CheckedTemplate(basePath = "console")
    static class Templates {
        static native TemplateInstance credentials(
                Frame frame, String home, String owner, List<CredentialView> found, Form form);

        static native TemplateInstance credentialSecret(Frame frame, String home, CredentialView made);
    }

    /** Whose credentials, and to which pages they belong. */
    record Place(Section section, String owner, CredentialBook book) {

        /** The owner's own page. */
        String home() {
            return section.href() + "/" + owner;
        }
    }

    Uni<Response> show(Place place) {
        return list(frame(place), place, Form.EMPTY).chain(pages::show);
    }

    private Frame frame(Place place) {
        return pages.frame(place.section(), "Credentials of " + place.owner());
    }

    private static Uni<TemplateInstance> list(Frame frame, Place place, Form form) {
        return place.book()
                .list(place.owner())
                .map(found -> Templates.credentials(frame, place.home(), place.owner(), found, form));
    }

    Uni<Response> add(Place place) {
        Form form = pages.form();
        return attempt(
                place,
                form,
                () -> place.book().add(place.owner(), pages.body(Bodies.NewCredential.class, fields(form))));
    }

    private static Map<String, String> fields(Form form) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("kind", form.text("kind"));
        for (String field : List.of("issuer", "subject", "fingerprint")) {
            if (!form.text(field).isEmpty()) {
                fields.put(field, form.text(field));
            }
        }
        return fields;
    }

    Uni<Response> change(Place place, String credential) {
        return switch (pages.form().text("change")) {
            case "rotate" -> attempt(place, Form.EMPTY, () -> place.book().rotate(place.owner(), credential));
            case "remove" ->
                pages.attempt(
                        frame(place),
                        () -> place.book()
                                .remove(place.owner(), credential)
                                .replaceWith(() -> Pages.seeOther(place.home() + "/credentials", Done.REMOVED)),
                        noticed -> list(noticed, place, Form.EMPTY));
            default -> throw ProblemException.invalidParameter("change must be rotate or remove.");
        };
    }

    private Uni<Response> attempt(Place place, Form form, Supplier<Uni<CredentialView>> making) {
        Frame frame = frame(place);
        return pages.attempt(
                frame,
                () -> making.get()
                        .chain(made -> made.password() == null
                                ? Uni.createFrom().item(Pages.seeOther(place.home() + "/credentials", Done.CREATED))
                                : pages.show(Templates.credentialSecret(frame, place.home(), made))),
                noticed -> list(noticed, place, form));
    }
}
