/**
 * Callers for an exchange on one machine: fictional demo partners and operators where they are asked for, else the first
 * administrator. Their secrets flow into {@code access.json} and nowhere else. The rule it protects: without
 * {@code entente.demo} nobody exists whom no administrator created.
 */
@NullMarked
package org.entente.demo;

import org.jspecify.annotations.NullMarked;
