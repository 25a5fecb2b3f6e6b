/** Numbers for operators. */
package org.entente.overview;
