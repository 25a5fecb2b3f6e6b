package org.entente.partner;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallerAddressTest {

    @Test
    void addressesOfOneIpv6NetworkAreOne() {
        assertThat(CallerAddress.of("2001:db8:1:2::9"))
                .isEqualTo(CallerAddress.of("2001:db8:1:2:3:4:5:6"))
                .isNotEqualTo(CallerAddress.of("2001:db8:1:3::9"));
    }

    @Test
    void ipv4AddressesDifferAlsoWhenMappedIntoIpv6() {
        assertThat(CallerAddress.of("::ffff:192.0.2.1"))
                .isEqualTo(CallerAddress.of("192.0.2.1"))
                .isNotEqualTo(CallerAddress.of("::ffff:192.0.2.2"));
    }

    @Test
    void whatIsNoAddressStandsForItself() {
        assertThat(CallerAddress.of("proxy.example")).isEqualTo("proxy.example");
    }
}
