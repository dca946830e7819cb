package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoNotCallFileTest {
    private static final String ANA = "+34600000001";
    private static final String LUIS = "+34600000002";

    private final SettableClock clock = new SettableClock(Instant.parse("2026-12-07T12:00:00Z"));
    private Path file;
    private DoNotCallFile list;

    @BeforeEach
    void nobody_has_looked_yet(@TempDir Path directory) {
        file = directory.resolve("do-not-call.txt");
        list = new DoNotCallFile(file, DoNotCallListTest.SPANISH, clock);
    }

    @Test
    void a_list_that_nobody_has_read_stops_the_campaign() throws IOException {
        write(ANA);

        assertThat(list.clearance()).isInstanceOf(Clearance.Stopped.class);
    }

    @Test
    void a_missing_list_stops_the_campaign_and_says_which() {
        list.look();

        assertStopped("do-not-call.txt cannot be read");
        assertThat(list.problems()).hasSize(1);
    }

    @Test
    void a_list_that_cannot_be_read_as_a_file_stops_the_campaign() throws IOException {
        Files.createDirectory(file);

        list.look();

        assertStopped("cannot be read");
    }

    @Test
    void a_list_that_goes_missing_stops_the_campaign_at_once_and_its_return_starts_it_again() throws IOException {
        write(ANA);
        list.look();
        assertBlocks(ANA);

        Files.delete(file);
        list.look();
        assertStopped("cannot be read");

        write(ANA, LUIS);
        list.look();
        assertStopped("cannot be read");
        list.look();
        assertBlocks(LUIS);
        assertThat(list.problems()).isEmpty();
    }

    @Test
    void a_new_number_counts_once_the_file_holds_still() throws IOException {
        write(ANA);
        list.look();

        write(ANA, LUIS);
        list.look();
        assertAllows(LUIS);
        list.look();
        assertBlocks(LUIS);
    }

    @Test
    void a_list_half_written_lets_nobody_through() throws IOException {
        write(ANA, LUIS);
        list.look();

        write("");
        list.look();
        assertBlocks(LUIS);
        write(ANA);
        list.look();
        assertBlocks(LUIS);
        write(ANA, LUIS);
        list.look();
        list.look();
        assertBlocks(LUIS);
    }

    @Test
    void an_edit_of_equal_size_and_time_is_seen_within_a_minute() throws IOException {
        FileTime yesterday = FileTime.from(clock.instant().minus(Duration.ofDays(1)));
        write(ANA);
        Files.setLastModifiedTime(file, yesterday);
        list.look();

        write(LUIS);
        Files.setLastModifiedTime(file, yesterday);
        clock.advance(Duration.ofSeconds(61));
        list.look();
        list.look();

        assertBlocks(LUIS);
    }

    @Test
    void a_list_of_nothing_but_unreadable_lines_stops_the_campaign() throws IOException {
        write("PK\u0003\u0004", "xl/worksheets");

        list.look();

        assertStopped("holds no number");
    }

    @Test
    void an_empty_list_blocks_nobody() throws IOException {
        write("# nobody yet");

        list.look();

        assertAllows(ANA);
    }

    @Test
    void an_unreadable_line_among_numbers_is_a_problem_and_stops_nothing() throws IOException {
        write(ANA, "Luis");

        list.look();

        assertBlocks(ANA);
        assertThat(list.problems()).extracting(Problem::line).containsExactly(2);
    }

    private void write(String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines));
    }

    private void assertBlocks(String number) {
        assertThat(list.clearance()).isInstanceOfSatisfying(Clearance.Ok.class, ok -> assertThat(ok.doNotCall().contains(number)).isTrue());
    }

    private void assertAllows(String number) {
        assertThat(list.clearance()).isInstanceOfSatisfying(Clearance.Ok.class, ok -> assertThat(ok.doNotCall().contains(number)).isFalse());
    }

    private void assertStopped(String reason) {
        assertThat(list.clearance()).isInstanceOfSatisfying(Clearance.Stopped.class, stopped -> assertThat(stopped.reason()).contains(reason));
    }
}
