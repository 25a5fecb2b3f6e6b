package org.entente.http;

/**
 * One thing wrong with a body.
 *
 * @param pointer where, a JSON Pointer (RFC 6901); empty for the whole body
 * @param detail what is wrong and what would be right
 */
public record ProblemError(String pointer, String detail) {}
