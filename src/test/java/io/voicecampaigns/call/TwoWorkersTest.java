package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.ledger.Database;
import io.voicecampaigns.outcome.Disposition;
import io.voicecampaigns.provider.StartAnswer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes on one PostgreSQL ledger. */
class TwoWorkersTest {
    private static final int CONTACTS = 2_000;
    private static final int LIMIT = 60;

    @Test
    void dial_everybody_once_and_never_more_at_once_than_their_account_may(@TempDir Path dir) throws Exception {
        try (Scene scene = new Scene(Database.POSTGRESQL, dir).campaign("uno").campaign("dos")) {
            scene.accountLimit = OptionalInt.of(LIMIT);
            Worker first = scene.started();
            Worker second = scene.started();
            first.enroll("uno", people("U", 1, CONTACTS / 2));
            first.enroll("dos", people("D", 5_001, CONTACTS / 2));
            Floor floor = new Floor(CONTACTS);

            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Future<?>> running = new ArrayList<>();
            for (Worker worker : List.of(first, second, first, second)) {
                running.add(threads.submit(() -> floor.work(worker)));
            }
            threads.shutdown();
            for (Future<?> each : running) {
                each.get(5, TimeUnit.MINUTES);
            }

            assertThat(floor.twice).isEmpty();
            assertThat(floor.dialled).hasSize(CONTACTS);
            assertThat(floor.most.get()).isBetween(2, LIMIT);
            assertThat(first.number("SELECT COUNT(*) FROM attempt WHERE state = 'ended'")).isEqualTo(CONTACTS);
            assertThat(first.number("SELECT COUNT(*) FROM contact WHERE state = 'done'")).isEqualTo(CONTACTS);
        }
    }

    @Test
    void keep_to_the_limits_of_a_minute_and_of_a_campaign_together(@TempDir Path dir) throws Exception {
        try (Scene scene = new Scene(Database.POSTGRESQL, dir).campaign("uno", "max-per-minute: 30").campaign("dos", "max-concurrent: 7")) {
            Worker first = scene.started();
            Worker second = scene.started();
            first.enroll("uno", people("U", 1, 200));
            first.enroll("dos", people("D", 5_001, 200));

            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Integer>> counts = List.of(threads.submit(() -> claimSeveralTimes(first)), threads.submit(() -> claimSeveralTimes(second)));
            threads.shutdown();
            int claimed = counts.get(0).get(5, TimeUnit.MINUTES) + counts.get(1).get(5, TimeUnit.MINUTES);

            assertThat(claimed).isEqualTo(37);
        }
    }

    @Test
    void whose_lease_ended_loses_and_its_answer_changes_nothing_illegal(@TempDir Path dir) {
        try (Scene scene = new Scene(Database.POSTGRESQL, dir).campaign("uno")) {
            Worker stopped = scene.started().enrollPeople("uno", 3);
            Worker other = scene.started();
            List<Claimed> claimed = stopped.claim();
            claimed.forEach(stopped::send);
            scene.endLeases(other.ledger);

            other.upkeep.tidy();
            assertThat(other.stateOf("K1")).isEqualTo(AttemptState.UNCERTAIN);
            stopped.dialing.answer(claimed.get(0), StartAnswer.refused(Disposition.BUSY, "400"));
            stopped.dialing.answer(claimed.get(1), StartAnswer.campaignRefused("404"));
            stopped.dialing.answer(claimed.get(2), StartAnswer.later(scene.clock.instant(), "429"));

            assertThat(List.of("K1", "K2", "K3")).as("only the list decides now")
                    .allSatisfy(key -> assertThat(other.stateOf(key)).isEqualTo(AttemptState.UNCERTAIN));
            assertThat(other.claim()).isEmpty();
            assertThat(stopped.dialing.open()).isZero();
        }
    }

    @Test
    void judge_leases_by_the_database_whatever_their_own_clocks_say(@TempDir Path dir) {
        try (Scene scene = new Scene(Database.POSTGRESQL, dir).campaign("uno")) {
            scene.now("2020-01-07T12:00:00Z");
            Worker slow = scene.started().enrollPeople("uno", 1);
            Claimed claimed = slow.claimOne();
            Worker other = scene.started();

            other.upkeep.tidy();

            assertThat(other.stateOf("K1")).as("the lease has just begun").isEqualTo(AttemptState.DIALING);
            slow.accept(claimed, "c1");
            assertThat(other.stateOf("K1")).isEqualTo(AttemptState.IN_CALL);
        }
    }

    private static int claimSeveralTimes(Worker worker) {
        return IntStream.range(0, 10).map(i -> worker.claim().size()).sum();
    }

    private static String[] people(String key, int first, int count) {
        return IntStream.range(first, first + count).mapToObj(i -> key + i + "," + (600_000_000 + i)).toArray(String[]::new);
    }

    /** Where calls are made and end at once; it counts how many there are. */
    private static final class Floor {
        private final Set<UUID> dialled = ConcurrentHashMap.newKeySet();
        private final Set<UUID> twice = ConcurrentHashMap.newKeySet();
        private final AtomicInteger open = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final int people;
        private final long until = System.nanoTime() + Duration.ofMinutes(4).toNanos();

        Floor(int people) {
            this.people = people;
        }

        void work(Worker worker) {
            while (dialled.size() < people && System.nanoTime() < until) {
                List<Claimed> claimed = worker.claim();
                most.accumulateAndGet(open.addAndGet(claimed.size()), Math::max);
                for (Claimed each : claimed) {
                    if (!dialled.add(each.attemptId())) {
                        twice.add(each.attemptId());
                    }
                    worker.send(each);
                }
                // counted down before the ledger can know, so that a limit exceeded there shows here
                claimed.parallelStream().forEach(each -> {
                    open.decrementAndGet();
                    worker.dialing.answer(each, StartAnswer.refused(Disposition.NO_ANSWER, "nobody " + each.attemptId()));
                });
            }
        }
    }
}
