/**
 * The console in a real browser, the installed Chromium, which is never downloaded. {@link org.entente.console.ConsoleIT} opens it; a
 * walk is a class that extends it. Pictures of every page are in {@code target/screenshots}.
 */
package org.entente.console;
