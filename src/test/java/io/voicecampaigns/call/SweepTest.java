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
    void oldest_first_it_need_not_be_read_from_its_beginning_again() {
        Sweep first = sweep();
        first.accept(page(-90, -80, -70));
        first.accept(page(-30, -20, -10));
        first.accept(page(-5, 5, 15));
        Bookmarks bookmarks = new Bookmarks();
        first.bookmarks().forEach(bookmarks::add);

        assertThat(sweep().startingAt(bookmarks.before(FROM)).next().cursor()).as("all before it is older").contains("after 6");
        assertThat(bookmarks.before(FROM.minusSeconds(20))).as("for those who look for older ones").contains("after 3");
        assertThat(bookmarks.before(FROM.minusSeconds(80))).as("the list's beginning").isEmpty();
    }

    @Test
    void newest_first_there_is_nowhere_to_begin_but_at_its_beginning() {
        Sweep sweep = sweep();

        sweep.accept(page(30, 20, 10));
        sweep.accept(page(-5, -10, -15));

        assertThat(sweep.bookmarks()).isEmpty();
    }

    @Test
    void a_page_whose_last_call_tells_no_time_is_no_place_to_begin() {
        Sweep sweep = sweep();

        sweep.accept(page(-30, -20, null));

        assertThat(sweep.bookmarks()).isEmpty();
    }

    @Test
    void bookmarks_of_a_long_list_are_a_few_and_the_newest_is_among_them() {
        Bookmarks bookmarks = new Bookmarks();

        for (int second = 0; second < 7 * 24 * 3_600; second += 30) {
            bookmarks.add(FROM.plusSeconds(second), "after " + second);
        }

        assertThat(bookmarks.before(Instant.MAX)).contains("after " + (7 * 24 * 3_600 - 30));
        assertThat(bookmarks.before(FROM.plusSeconds(6 * 24 * 3_600))).hasValueSatisfying(cursor ->
                assertThat(Integer.parseInt(cursor.substring("after ".length()))).isBetween(6 * 24 * 3_600 - 1_300, 6 * 24 * 3_600));
        assertThat(bookmarks.before(FROM.plusSeconds(3_600))).as("older than anything that is looked for").isEmpty();
    }

    @Test
    void one_that_is_asked_for_again_and_again_and_never_read_fails() {
        Sweep sweep = sweep();
        sweep.accept(page(1, 2, 3));

        int asked = 0;
        while (sweep.next() != null) {
            asked++;
            assertThat(asked).isLessThan(100);
        }

        assertThat(sweep.isComplete()).isFalse();
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
