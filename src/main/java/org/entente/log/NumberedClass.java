package org.entente.log;

/**
 * A release class with the number it is interned under.
 *
 * @param number at least 1, never reused; classes a class is tied to have lower numbers
 * @param releaseClass the tuple
 */
public record NumberedClass(int number, ReleaseClass releaseClass) {}
