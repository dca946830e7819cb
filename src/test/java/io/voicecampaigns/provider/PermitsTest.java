package io.voicecampaigns.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PermitsTest {
    private static final Duration LEASE = Duration.ofSeconds(60);

    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-11-20T10:00:00Z"));
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5_000_000_000L);
    private final Permits permits = new Permits(new WallClock(wall), nanos::get);

    @Test
    void a_permit_lets_one_request_through() {
        String permit = issue();

        assertThat(permits.consume(permit)).isTrue();
        assertThat(permits.consume(permit)).isFalse();
        assertThat(permits.used(permit)).isTrue();
    }

    @Test
    void of_many_threads_one_gets_through() throws Exception {
        String permit = issue();
        AtomicInteger through = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(8);

        for (int i = 0; i < 200; i++) {
            threads.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (permits.consume(permit)) {
                    through.incrementAndGet();
                }
            });
        }
        start.countDown();
        threads.shutdown();

        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        assertThat(through).hasValue(1);
    }

    @Test
    void a_permit_found_unused_cannot_be_used_later() {
        String permit = issue();

        assertThat(permits.used(permit)).isFalse();
        assertThat(permits.used(permit)).isFalse();
        assertThat(permits.consume(permit)).isFalse();
    }

    @Test
    void a_forgotten_permit_cannot_be_used_and_takes_no_memory() {
        String permit = issue();

        permits.forget(permit);

        assertThat(permits.consume(permit)).isFalse();
        assertThat(permits.remembered()).isZero();
    }

    @Test
    void an_unknown_permit_lets_nothing_through_and_proves_nothing() {
        assertThat(permits.consume("invented")).isFalse();
        assertThat(permits.used("invented")).isTrue();
    }

    @Test
    void a_lease_that_ended_by_the_wall_lets_nothing_through() {
        String permit = issue();

        wall.set(wall.get().plus(LEASE));

        assertThat(permits.consume(permit)).isFalse();
        assertThat(permits.used(permit)).isFalse();
    }

    @Test
    void a_clock_set_back_does_not_prolong_a_lease() {
        String permit = issue();

        wall.set(wall.get().minus(Duration.ofHours(1)));
        nanos.addAndGet(LEASE.toNanos());

        assertThat(permits.consume(permit)).isFalse();
    }

    @Test
    void a_lease_is_good_until_its_last_moment() {
        String permit = issue();

        wall.set(wall.get().plus(LEASE).minusMillis(1));
        nanos.addAndGet(LEASE.toNanos() - 1);

        assertThat(permits.consume(permit)).isTrue();
    }

    @Test
    void permits_that_nobody_forgets_are_dropped_in_the_end() {
        String lost = issue();

        nanos.addAndGet(Duration.ofMinutes(60).toNanos());
        issue();
        int withinTheHour = permits.remembered();
        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        issue();

        assertThat(withinTheHour).isEqualTo(2);
        assertThat(permits.remembered()).isEqualTo(2);
        assertThat(permits.used(lost)).isTrue();
    }

    private String issue() {
        return permits.issue(UUID.randomUUID(), wall.get().plus(LEASE), LEASE);
    }

    private static final class WallClock extends Clock {
        private final AtomicReference<Instant> now;

        WallClock(AtomicReference<Instant> now) {
            this.now = now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
