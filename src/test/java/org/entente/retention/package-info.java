@NullMarked
package org.entente.retention;

import org.jspecify.annotations.NullMarked;
