package org.entente.relay;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;

/** A real producer whose first commit waits until it may go on, as that of an instance that froze there. */
final class PausingProducer {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);

    /** Returns when a commit, checked and about to happen, is waiting. */
    void awaitCommit() throws InterruptedException {
        if (!reached.await(RelayStage.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("There is no commit");
        }
    }

    void goOn() {
        goOn.countDown();
    }

    @SuppressWarnings("unchecked")
    Producer<byte[], byte[]> around(Producer<byte[], byte[]> real) {
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                Producer.class.getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commitTransaction")) {
                        reached.countDown();
                        goOn.await();
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
