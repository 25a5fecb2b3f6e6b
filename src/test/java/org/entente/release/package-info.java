/** The decision: every rule, and that each can only withhold. */
package org.entente.release;
