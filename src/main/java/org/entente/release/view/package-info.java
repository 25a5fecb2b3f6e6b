/**
 * Views: what a partner gets that may have an object, but not all of it. The submitted bytes and a {@link
 * org.entente.release.view.View} flow in, other bytes under another id flow out. The rule it protects: what is to be hidden
 * stands nowhere in a view, and whatever cannot be hidden for certain is not rendered at all.
 */
@NullMarked
package org.entente.release.view;

import org.jspecify.annotations.NullMarked;
