package org.entente.stix.json;

/** Untrusted bytes in messages: short and printable, so that a report cannot be made to carry control characters. */
final class Printable {
    private Printable() {}

    static String of(byte unit) {
        return unit > 0x20 && unit < 0x7F ? "'" + (char) unit + "'" : String.format("byte 0x%02X", unit & 0xFF);
    }
}
