package io.voicecampaigns.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;

/**
 * Holds a bundle at one step of a route, so that a test can kill it right there. The routes are the real ones: this is one bean more.
 *
 * <p>The steps that lead to a call are held as well from then on, and only once one attempt is held there does the test hear of it: so
 * there are attempts in dialing, wherever the point is. Whoever is held goes on when the test takes the sign away.
 */
public final class CrashPoint implements InterceptStrategy {
    /** Between the commit of the intent and the request. */
    static final String BEFORE_SENDING = "before start";
    /** Between the answer and its commit. */
    static final String AFTER_SENDING = "after start";

    private static final long LOOK_EVERY_NANOS = 5_000_000;

    private final String point;
    private final int turn;
    private final Path sign;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger dialling = new AtomicInteger();
    private volatile boolean reached;

    /**
     * @param place {@code before <id of a step> <turn>} or {@code after …}: from that turn on everybody is held; blank for nobody
     * @param sign  the file that is made when the point is reached
     */
    public CrashPoint(String place, String sign) {
        int end = place.lastIndexOf(' ');
        this.point = place.isBlank() ? "" : place.substring(0, end);
        this.turn = place.isBlank() ? 0 : Integer.parseInt(place.substring(end + 1));
        this.sign = Path.of(sign);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        if (point.isEmpty()) {
            return target;
        }
        String id = String.valueOf(step.getId());
        return exchange -> {
            pass("before " + id);
            target.process(exchange);
            pass("after " + id);
        };
    }

    private void pass(String moment) {
        boolean leadsToACall = moment.equals(BEFORE_SENDING) || moment.equals(AFTER_SENDING);
        boolean here = moment.equals(point) && passed.incrementAndGet() >= turn;
        reached |= here;
        if (leadsToACall && reached) {
            dialling.incrementAndGet();
        }
        if (here || leadsToACall && reached) {
            hold();
        }
    }

    private void hold() {
        while (!Files.exists(sign)) {
            if (dialling.get() > 0) {
                raise();
            } else {
                LockSupport.parkNanos(LOOK_EVERY_NANOS);
            }
        }
        while (Files.exists(sign)) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    private synchronized void raise() {
        try {
            if (!Files.exists(sign)) {
                Files.createFile(sign);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
