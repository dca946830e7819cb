package io.voicecampaigns.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.provider.CallPage;
import io.voicecampaigns.provider.ProviderCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** How far a list is read that cannot be asked for dates. */
class SweepTest {
    private static final Instant FROM = Instant.parse("2026-11-20T10:00:00Z");
    private int ids;

    @Test
    void newest_first_it_is_read_until_calls_are_older_than_what_is_of_interest() {
        Sweep sweep = sweep();

        sweep.accept(page(30, 20, 10));
        assertThat(sweep.isFinished()).isFalse();
        sweep.accept(page(5, -5, -15));

        assertThat(sweep.isComplete()).isTrue();
        assertThat(sweep.next()).isNull();
    }

    @Test
    void oldest_first_it_is_read_to_its_end() {
        Sweep sweep = sweep();

        sweep.accept(page(-30, -20, -10));
        sweep.accept(page(-5, 5, 15));

        assertThat(sweep.isFinished()).isFalse();
    }

    @Test
    void calls_without_a_time_say_nothing_of_the_order() {
        Sweep sweep = sweep();

        sweep.accept(page(null, null, null));
        assertThat(sweep.isFinished()).isFalse();
        sweep.accept(page(null, 8, null, -2));

        assertThat(sweep.isComplete()).isTrue();
    }

    private static Sweep sweep() {
        return new Sweep("feather", Sweep.Purpose.FLIGHT, FROM.plusSeconds(60), FROM, Optional.empty(), 3);
    }

    private CallPage page(Integer... secondsAfterFrom) {
        List<ProviderCall> calls = new ArrayList<>();
        for (Integer seconds : secondsAfterFrom) {
            calls.add(new ProviderCall("c" + ids++, Optional.empty(), Optional.empty(), Optional.ofNullable(seconds).map(FROM::plusSeconds),
                    "PENDING", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty(), Optional.empty(),
                    Optional.empty()));
        }
        return new CallPage(calls, Optional.of("after " + ids));
    }
}
