/**
 * Advisories as people read them: HTML, Markdown and PDF. One value flows in, bytes flow out; nothing here knows who reads. The
 * rule it protects: no text of an advisory or of an object becomes markup, script or a live address of an indicator.
 */
@NullMarked
package org.entente.advisory.render;

import org.jspecify.annotations.NullMarked;
