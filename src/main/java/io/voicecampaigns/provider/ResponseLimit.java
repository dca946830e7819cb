package io.voicecampaigns.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;

/**
 * The longest answer that is read, in bytes and in time from its head on. A socket's timeout starts again with every byte, and
 * stream caching keeps all of them, so neither ends an answer that never does.
 */
record ResponseLimit(long bytes, Duration time, LongSupplier nanoTime) {

    /** @param abort closes the connection at once, without reading what is left */
    ClassicHttpResponse apply(ClassicHttpResponse response, Runnable abort) {
        HttpEntity entity = response.getEntity();
        if (entity != null) {
            response.setEntity(new LimitedEntity(entity, new Gauge(this, nanoTime.getAsLong() + time.toNanos(), abort)));
        }
        return response;
    }

    private static final class Gauge {
        private final ResponseLimit limit;
        private final long deadline;
        private final Runnable abort;
        private long read;

        Gauge(ResponseLimit limit, long deadline, Runnable abort) {
            this.limit = limit;
            this.deadline = deadline;
            this.abort = abort;
        }

        int count(int bytes) throws IOException {
            read += Math.max(bytes, 0);
            if (read > limit.bytes) {
                abort.run();
                throw new EndlessAnswerException("the answer is longer than " + limit.bytes + " bytes");
            }
            if (bytes >= 0 && limit.nanoTime.getAsLong() - deadline > 0) {
                abort.run();
                throw new EndlessAnswerException("the answer takes longer than " + limit.time.toSeconds() + " s");
            }
            return bytes;
        }
    }

    private static final class LimitedEntity extends HttpEntityWrapper {
        private final Gauge gauge;
        private LimitedStream stream;

        LimitedEntity(HttpEntity entity, Gauge gauge) {
            super(entity);
            this.gauge = gauge;
        }

        @Override
        public InputStream getContent() throws IOException {
            // One stream however often it is asked for: the client asks again in order to close it.
            InputStream content = stream == null ? super.getContent() : null;
            if (content != null) {
                stream = new LimitedStream(content, gauge);
            }
            return stream;
        }
    }

    private static final class LimitedStream extends FilterInputStream {
        private final Gauge gauge;
        private boolean closed;

        LimitedStream(InputStream content, Gauge gauge) {
            super(content);
            this.gauge = gauge;
        }

        @Override
        public int read() throws IOException {
            int next = super.read();
            gauge.count(next < 0 ? -1 : 1);
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return gauge.count(super.read(buffer, offset, length));
        }

        /** The streams below read to the end when they are closed, to use the connection again: within the limit, too. */
        @Override
        public void close() throws IOException {
            if (closed) {
                return;
            }
            closed = true;
            try {
                transferTo(OutputStream.nullOutputStream());
            } finally {
                super.close();
            }
        }
    }
}
