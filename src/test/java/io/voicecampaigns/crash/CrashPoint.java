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
    private static final String STEP_THAT_CALLS = "start";
    /** Between the commit of the intent and the request. */
    private static final String BEFORE_SENDING = "before " + STEP_THAT_CALLS;
    /** Between the answer and its commit. */
    private static final String AFTER_SENDING = "after " + STEP_THAT_CALLS;
    private static final String SINCE_DIALLING = " since dialling";
    private static final String WITHOUT_DIALLING = " without dialling";
    private static final long LOOK_EVERY_NANOS = 5_000_000;

    private final String point;
    private final int turn;
    private final boolean sinceDialling;
    private final boolean withoutDialling;
    private final Path sign;
    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger dialling = new AtomicInteger();
    private volatile boolean dialled;
    private volatile boolean reached;

    /**
     * @param place {@code before <id of a step> <turn>} or {@code after …}: from that turn on everybody is held; with
     *              {@code since dialling} behind it, turns count from the first call on; with {@code without dialling}, the test hears of it at once; blank for
     *              nobody
     * @param sign  the file that is made when the point is reached
     */
    public CrashPoint(String place, String sign) {
        String step = place.replace(SINCE_DIALLING, "").replace(WITHOUT_DIALLING, "");
        int end = step.lastIndexOf(' ');
        this.point = step.isBlank() ? "" : step.substring(0, end);
        this.turn = step.isBlank() ? 0 : Integer.parseInt(step.substring(end + 1));
        this.sinceDialling = place.endsWith(SINCE_DIALLING);
        this.withoutDialling = place.endsWith(WITHOUT_DIALLING);
        this.sign = Path.of(sign);
    }

    @Override
    public Processor wrapProcessorInInterceptors(CamelContext context, NamedNode step, Processor target, Processor next) {
        String id = String.valueOf(step.getId());
        if (point.isEmpty() || !id.equals(STEP_THAT_CALLS) && !point.endsWith(' ' + id)) {
            return target;
        }
        return exchange -> {
            pass("before " + id);
            target.process(exchange);
            pass("after " + id);
        };
    }

    private void pass(String moment) {
        boolean leadsToACall = moment.equals(BEFORE_SENDING) || moment.equals(AFTER_SENDING);
        dialled |= leadsToACall;
        boolean here = moment.equals(point) && (dialled || !sinceDialling) && passed.incrementAndGet() >= turn;
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
            if (dialling.get() > 0 || withoutDialling) {
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
