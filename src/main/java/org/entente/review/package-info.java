/**
 * Operators' work on what partners' policies hold for review. Held objects flow in from intake, with what the exchange knows
 * already and who would get them; decisions, questions and narrower audiences flow out. The rule it protects: an operator alone
 * never makes an audience wider, and decides on many at once only as it has seen them. It owns the table
 * {@code review_bulk}.
 */
@NullMarked
package org.entente.review;

import org.jspecify.annotations.NullMarked;
