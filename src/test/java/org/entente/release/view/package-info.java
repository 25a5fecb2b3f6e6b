/** Views, byte by byte: what is hidden is gone, everything else is as it was. */
package org.entente.release.view;
