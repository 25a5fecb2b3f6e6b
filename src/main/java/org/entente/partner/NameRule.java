package org.entente.partner;

import java.util.Optional;
import java.util.function.Function;

/**
 * Which names a list of a policy document may hold.
 *
 * @param reading the value of a name; empty when the name is wrong
 * @param expected what would have been right, for people
 */
record NameRule<T>(Function<String, Optional<T>> reading, String expected) {}
