package org.entente.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;

/**
 * A real producer that dies now and then: before a record, before a commit, or after a commit whose answer is then lost. What
 * died stays dead, as a killed process would; nothing is aborted or closed.
 */
final class FaultyProducer {

    private final RandomGenerator random;
    private final AtomicInteger faultsLeft;

    FaultyProducer(int faults, long seed) {
        this.random = RandomGenerator.of("L64X128MixRandom");
        this.faultsLeft = new AtomicInteger(faults);
        for (long skip = 0; skip < seed; skip++) {
            random.nextLong();
        }
    }

    int faultsLeft() {
        return faultsLeft.get();
    }

    @SuppressWarnings("unchecked")
    Producer<byte[], byte[]> around(Producer<byte[], byte[]> real) {
        boolean[] dead = {false};
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (dead[0]) {
                        if (method.getName().equals("close")) {
                            return null;
                        }
                        throw new KafkaException("Dead");
                    }
                    dead[0] = isTime(method.getName(), "send", 400) || isTime(method.getName(), "commitTransaction", 6);
                    if (dead[0]) {
                        throw new KafkaException("Killed before " + method.getName());
                    }
                    try {
                        Object answer = method.invoke(real, arguments);
                        dead[0] = isTime(method.getName(), "commitTransaction", 6);
                        if (dead[0]) {
                            throw new KafkaException("Killed before the answer to " + method.getName());
                        }
                        return answer;
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }

    private boolean isTime(String method, String at, int oneOf) {
        return method.equals(at)
                && faultsLeft.get() > 0
                && random.nextInt(oneOf) == 0
                && faultsLeft.decrementAndGet() >= 0;
    }
}
