/** Integration tests that share a running exchange. {@code -Dit.test} runs any class of them alone. */
package org.entente.together;
