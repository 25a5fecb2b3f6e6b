/**
 * What STIX 2.1 asks of an object, as tables: one class for each family of object types, one row for each property.
 *
 * <p>In: a {@link org.entente.stix.json.JsonTape} of one object. Out: findings, and the places of the ids the object refers to. A
 * {@code Shape} lists the properties of a type with the check of each and the rules that tie properties together; the families
 * build the shapes; {@code ObjectRules} picks the shape and adds what holds for every object.
 *
 * <p>The rule this package protects: every MUST is an error and every SHOULD a warning, each with a stable name from
 * {@link org.entente.stix.rule.Rule}. Internal to the library: callers use {@link org.entente.stix.StixReader}.
 */
@NullMarked
package org.entente.stix.rule;

import org.jspecify.annotations.NullMarked;
