package org.entente.advisory.render;

import com.ibm.icu.util.ULocale;

/** Which way a text runs. */
final class Direction {

    private static final String LEFT_TO_RIGHT = "ltr";
    private static final String RIGHT_TO_LEFT = "rtl";

    private Direction() {}

    /** As its language says, or as its first letter does: the attribute of the element around it, as markup. */
    static String attribute(String language, String text) {
        boolean right = ULocale.forLanguageTag(language).isRightToLeft() || beginsOnTheRight(text);
        return " dir=\"" + (right ? RIGHT_TO_LEFT : LEFT_TO_RIGHT) + "\"";
    }

    /** Whether any of it runs from right to left, so that what stands beside it may be turned round. */
    static boolean turns(String text) {
        return text.codePoints().anyMatch(Direction::isOnTheRight);
    }

    private static boolean beginsOnTheRight(String text) {
        return text.codePoints()
                .filter(letter -> isOnTheRight(letter)
                        || Character.getDirectionality(letter) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)
                .limit(1)
                .anyMatch(Direction::isOnTheRight);
    }

    private static boolean isOnTheRight(int letter) {
        byte direction = Character.getDirectionality(letter);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
