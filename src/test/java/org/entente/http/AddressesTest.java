package org.entente.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({
        "/a/{b}, /a/x, true",
        "/a/{b}, /a/x/y, false",
        "/a/{b}/c/{d}, /a/x/c/y, true",
        "/a/{b: [0-9]+}/, /a/7, true",
        "/a.b, /axb, false",
        "/, /, true"
    })
    void templateMatchesItsAddresses(String template, String address, boolean expected) {
        assertThat(Addresses.pattern(template).matcher(address).matches()).isEqualTo(expected);
    }
}
