package org.entente.release.view;

import java.util.function.UnaryOperator;
import org.entente.stix.StixId;

/**
 * How ids are spelled in one view of one object.
 *
 * @param original the object's
 * @param own what stands for it in the view
 * @param mapping of references to other objects
 */
record Ids(StixId original, StixId own, UnaryOperator<StixId> mapping) {

    StixId of(StixId reference) {
        return reference.equals(original) ? own : mapping.apply(reference);
    }

    /** Whether the object is called what it was. */
    boolean keepOwn() {
        return own.equals(original);
    }

    /** Text that names the object by its UUID names it by the new one. */
    String inText(String text) {
        return keepOwn()
                ? text
                : Text.replace(text, original.uuid().toString(), own.uuid().toString());
    }
}
