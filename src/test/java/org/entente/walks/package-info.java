/**
 * The console in a real browser, the installed Chromium, which is never downloaded. {@link org.entente.walks.Walk} opens it; a
 * walk is a class that extends it, and runs within {@link org.entente.walks.ConsoleWalkIT}. Pictures of every page are in {@code target/screenshots}.
 */
package org.entente.walks;
