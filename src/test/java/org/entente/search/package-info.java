/** Search, objects with their ties and history: who finds and sees what. */
package org.entente.search;
