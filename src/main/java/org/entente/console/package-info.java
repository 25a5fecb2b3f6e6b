/**
 * Pages for operators, at {@code /console}. Requests of browsers flow in; HTML flows out, made of what the REST API answers. The
 * rule it protects: a page can do and show nothing that its operator could not have done or read over REST, and nothing that
 * somebody submitted does anything in an operator's browser.
 *
 * <p><b>A page</b> is a method of a resource class {@code …Pages} that asks the <i>resource beans</i> of the other packages, the
 * very ones REST answers with: they check roles, parameters and bodies again, whoever calls. It takes a {@link
 * org.entente.console.Frame} first (before the first asynchronous step), and hands both to a template of its own:
 *
 * <pre>{@code
 * @GET
 * public Uni<Response> list(@QueryParam("next") @Nullable String next) {
 *     Frame frame = pages.frame(Section.COMMUNITIES, "Communities");
 *     return communities.list(Pages.ROWS, next).chain(found -> pages.show(Templates.communities(frame, found)));
 * }
 * }</pre>
 *
 * <p><b>A form</b> is a POST whose first field is {@code {#token frame /}}; {@link org.entente.console.FormGuard} refuses every other.
 * {@link org.entente.console.Pages#attempt} shows the form again, with what is wrong in words, where the resource bean refuses;
 * {@link org.entente.console.Pages#body} makes a REST body of a form, read as REST reads it. What succeeded ends in {@link
 * org.entente.console.Pages#seeOther}, but for answers with a secret, which are shown at once and nowhere else.
 *
 * <p><b>Text.</b> Templates below {@code templates/console} and {@code templates/tags} escape everything, and show characters
 * that hide or reorder others by their number ({@link org.entente.console.Shown}). Never write {@code .raw}. Attributes hold
 * values in double quotes; {@code href}s begin with {@code /console}; there is no script or style in a template, the
 * Content-Security-Policy would not run it. What a script needs stands in {@code data-} attributes, see {@code console.js}.
 *
 * <p><b>A new section</b> is a constant of {@link org.entente.console.Section}, one class of pages, its templates (each begins
 * with {@code {#include console/layout frame=frame}}), and a line in {@code PagesWalk.PAGES}, by which it is opened light and dark,
 * checked by axe-core, filled with hostile text and photographed. Tags: {@code tlp}, {@code time}, {@code copy}, {@code more},
 * {@code empty}, {@code token}.
 */
@NullMarked
package org.entente.console;

import org.jspecify.annotations.NullMarked;
