/**
 * The STIX patterning language (STIX 2.1 §9): parser, syntax tree, printer, and a canonical form that equivalent patterns share.
 *
 * <p>In: the text of a pattern. Out: a {@link org.entente.stix.pattern.PatternResult}, either the syntax tree or the line and column
 * where the text stops being a pattern. From the tree: the observables it names ({@link org.entente.stix.pattern.NamedObservable}),
 * its text ({@link org.entente.stix.pattern.PatternPrinter}) and its canonical form
 * ({@link org.entente.stix.pattern.CanonicalPattern}).
 *
 * <p>The rule this package protects: printing a tree and parsing the text gives the same tree, and no text, however nested or long,
 * costs more than its length.
 */
@NullMarked
package org.entente.stix.pattern;

import org.jspecify.annotations.NullMarked;
