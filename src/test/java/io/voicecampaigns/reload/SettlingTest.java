package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How long a file that somebody seems to be writing is waited for, in looks. */
class SettlingTest {
    private static final String FILE = "61-leave-mark.camel.yaml";
    private static final String WHOLE = "- route:\n    id: leave-mark\n    from:\n      uri: timer:mark\n      steps:\n        - log:\n            message: mark\n";

    private final RouteSet running = set(WHOLE);
    private final Settling settling = new Settling(running);

    @Test
    void whole_lines_that_are_left_of_a_file_are_meant_after_two_looks_more() {
        assertThat(looksUntilMeant(WHOLE.substring(0, WHOLE.indexOf("      steps:")))).isEqualTo(2);
    }

    @Test
    void so_are_those_that_lack_the_last_end_of_a_line() {
        assertThat(looksUntilMeant(WHOLE.substring(0, WHOLE.indexOf("\n      steps:")))).isEqualTo(2);
    }

    @Test
    void half_a_line_is_waited_for_much_longer() {
        assertThat(looksUntilMeant(WHOLE.substring(0, WHOLE.indexOf("mark\n      steps:")))).isEqualTo(20);
    }

    @Test
    void whoever_writes_line_by_line_is_waited_for_at_each_of_them() {
        for (int end = WHOLE.indexOf('\n') + 1; end < WHOLE.length(); end = WHOLE.indexOf('\n', end) + 1) {
            RouteSet written = set(WHOLE.substring(0, end));
            assertThat(settling.isAtRest(written)).isFalse();
            for (int look = 0; look < 2; look++) {
                assertThat(settling.isAtRest(written)).isTrue();
                assertThat(settling.isUnfinished(written, running)).as("look %s at %s characters", look, end).isTrue();
            }
        }
    }

    @Test
    void a_file_with_another_end_is_meant_at_once() {
        assertThat(looksUntilMeant(WHOLE.replace("message: mark", "message: other"))).isZero();
    }

    private int looksUntilMeant(String text) {
        RouteSet found = set(text);
        assertThat(settling.isAtRest(found)).isFalse();
        int looks = 0;
        while (settling.isAtRest(found) && settling.isUnfinished(found, running)) {
            looks++;
        }
        return looks;
    }

    private static RouteSet set(String text) {
        return new RouteSet(Path.of("routes"), new TreeMap<>(Map.of(FILE, text)));
    }
}
