package org.entente.partner;

import io.netty.util.NetUtil;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A caller's address, as far as it tells callers apart. */
final class CallerAddress {

    /** Whoever has one address of such a network has all of them. */
    private static final int NETWORK_BYTES = 8;

    private CallerAddress() {}

    /** An IPv4 address as it is; of IPv6 the /64. What is no address stands for itself, and no name is looked up. */
    static String of(String address) {
        byte @Nullable [] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByAddress(bytes);
            return parsed instanceof Inet4Address
                    ? parsed.getHostAddress()
                    : HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
