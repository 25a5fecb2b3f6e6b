/** The exchange as those who run it meet it: in production, with services that go away underneath. */
package org.entente.operations;
