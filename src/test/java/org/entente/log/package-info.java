/** The log: order, durability and the restrictions that ties carry. */
package org.entente.log;
