package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.voicecampaigns.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CampaignsTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(Campaigns.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<Change> changes = new ArrayList<>();

    @TempDir
    private Path home;
    private Path files;
    private Campaigns campaigns;

    @BeforeEach
    void a_directory_without_campaigns() throws IOException {
        files = Files.createDirectories(home.resolve("config/campaigns"));
        campaigns = started();
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void stop_listening() {
        logger.detachAppender(log);
    }

    @Test
    void nothing_is_touched_before_the_first_refresh() throws IOException {
        write("renewal.yaml", edition(1));

        campaigns = created();

        assertThat(campaigns.all()).isEmpty();
        assertThat(home.resolve("data")).doesNotExist();
    }

    @Test
    void what_is_there_at_the_start_counts_at_once() throws IOException {
        write("renewal.yaml", edition(1));
        write("survey.yml", edition(2));

        campaigns = started();

        assertThat(campaigns.all()).extracting(Campaign::name).containsExactly("renewal", "survey");
        assertThat(campaigns.find("survey").orElseThrow().edition()).isEqualTo(2);
        assertThat(campaigns.find("other")).isEmpty();
        assertThat(changes).containsExactly(new Change(Set.of("renewal", "survey"), Set.of(), Set.of()));
    }

    @Test
    void a_new_file_becomes_a_campaign_once_it_holds_still() throws IOException {
        write("renewal.yaml", edition(1));

        campaigns.refresh();
        assertThat(campaigns.find("renewal")).isEmpty();
        campaigns.refresh();
        assertThat(campaigns.find("renewal")).isPresent();
    }

    @Test
    void a_good_edit_is_told_and_takes_the_place_of_the_edition_before_it() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", edition(2));
        settle();
        settle();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(2);
        assertThat(changes).containsExactly(new Change(Set.of(), Set.of("renewal"), Set.of()));
    }

    @Test
    void a_bad_edit_keeps_the_last_good_edition_and_is_logged_once_with_file_line_field_and_reason() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", edition(0));
        settle();
        settle();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(1);
        assertThat(campaigns.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.file()).endsWith("renewal.yaml");
            assertThat(problem.line()).isEqualTo(4);
            assertThat(problem.field()).isEqualTo("edition");
        });
        assertThat(warnings()).singleElement().asString().contains("renewal.yaml:4 edition: expected a whole number",
                "the last good edition of the file stays in use");
        assertThat(changes).isEmpty();
    }

    @Test
    void a_second_bad_edit_is_logged_again_although_the_mistake_is_the_same() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", edition(0));
        settle();
        write("renewal.yaml", edition(0) + "# again\n");
        settle();

        assertThat(warnings()).hasSize(2);
    }

    @Test
    void a_bad_edit_undone_leaves_no_problem_and_no_change() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", edition(0));
        settle();
        write("renewal.yaml", edition(1));
        settle();

        assertThat(campaigns.problems()).isEmpty();
        assertThat(changes).isEmpty();
    }

    @Test
    void a_file_half_written_or_emptied_before_it_is_written_changes_nothing() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", "");
        campaigns.refresh();
        write("renewal.yaml", "provider: di");
        campaigns.refresh();
        write("renewal.yaml", edition(2));
        campaigns.refresh();
        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(1);
        campaigns.refresh();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(2);
        assertThat(warnings()).isEmpty();
    }

    @Test
    void a_file_that_stays_empty_is_a_bad_edit() throws IOException {
        given("renewal.yaml", edition(1));

        write("renewal.yaml", "");
        settle();

        assertThat(campaigns.find("renewal")).isPresent();
        assertThat(campaigns.problems()).singleElement().extracting(Problem::reason).asString().startsWith("is empty");
    }

    @Test
    void a_file_that_is_bad_from_the_start_is_known_and_cannot_be_used() throws IOException {
        write("renewal.yaml", edition(0));
        settle();

        assertThat(campaigns.find("renewal")).isEmpty();
        assertThat(campaigns.unusable("renewal").orElseThrow().problems()).hasSize(1);
        assertThat(campaigns.callable("renewal")).isInstanceOfSatisfying(Clearance.Stopped.class,
                stopped -> assertThat(stopped.reason()).contains("never been good", "renewal.yaml:4 edition"));
        assertThat(warnings()).singleElement().asString().contains("does not run until this is corrected");

        write("renewal.yaml", edition(1));
        settle();

        assertThat(campaigns.unusable("renewal")).isEmpty();
        assertThat(changes).containsExactly(new Change(Set.of("renewal"), Set.of(), Set.of()));
    }

    @Test
    void a_removed_file_stops_new_dials_and_is_still_known_for_reporting() throws IOException {
        given("renewal.yaml", edition(1));

        Files.delete(files.resolve("renewal.yaml"));
        settle();

        assertThat(campaigns.find("renewal")).isEmpty();
        assertThat(campaigns.callable("renewal")).isEqualTo(new Clearance.Stopped("it has no campaign file"));
        assertThat(campaigns.lastKnown("renewal")).isPresent();
        assertThat(changes).containsExactly(new Change(Set.of(), Set.of(), Set.of("renewal")));
        assertThat(started().lastKnown("renewal")).isPresent();
    }

    @Test
    void a_file_that_is_absent_for_a_moment_while_an_editor_renames_is_not_removed() throws IOException {
        given("renewal.yaml", edition(1));

        Files.move(files.resolve("renewal.yaml"), files.resolve("renewal.yaml~"));
        campaigns.refresh();
        Files.move(files.resolve("renewal.yaml~"), files.resolve("renewal.yaml"));
        settle();

        assertThat(campaigns.find("renewal")).isPresent();
        assertThat(changes).isEmpty();
    }

    @Test
    void a_removed_directory_removes_its_campaigns() throws IOException {
        given("renewal.yaml", edition(1));

        Files.delete(files.resolve("renewal.yaml"));
        Files.delete(files);
        settle();

        assertThat(campaigns.all()).isEmpty();
        assertThat(campaigns.problems()).singleElement().extracting(Problem::reason).asString().startsWith("does not exist");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void a_symbolic_link_that_is_swapped_as_kubernetes_does_is_an_edit() throws IOException {
        Path first = Files.createDirectories(files.resolve("..1"));
        Path second = Files.createDirectories(files.resolve("..2"));
        Files.writeString(first.resolve("renewal.yaml"), edition(1));
        Files.writeString(second.resolve("renewal.yaml"), edition(2));
        Files.createSymbolicLink(files.resolve("..data"), first);
        Files.createSymbolicLink(files.resolve("renewal.yaml"), Path.of("..data/renewal.yaml"));
        settle();
        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(1);

        Files.createSymbolicLink(files.resolve("..tmp"), second);
        Files.move(files.resolve("..tmp"), files.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        settle();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(2);
        assertThat(campaigns.problems()).isEmpty();
    }

    @Test
    void a_name_that_cannot_name_a_campaign_is_a_problem_and_hidden_files_are_none() throws IOException {
        write("Renovación.yaml", edition(1));
        write(".renewal.yaml", edition(1));
        write("renewal.yaml~", edition(1));
        settle();

        assertThat(campaigns.all()).isEmpty();
        assertThat(campaigns.problems()).singleElement().extracting(Problem::reason).asString().contains("cannot name a campaign");
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void of_two_files_of_one_name_the_first_is_read_and_the_second_told() throws IOException {
        write("renewal.yaml", edition(1));
        write("renewal.yml", edition(2));
        settle();

        assertThat(campaigns.find("renewal").orElseThrow().edition()).isEqualTo(1);
        assertThat(campaigns.problems()).singleElement().extracting(Problem::file).asString().endsWith("renewal.yml");
    }

    @Test
    void a_file_that_cannot_be_read_keeps_the_last_good_edition() throws IOException {
        given("renewal.yaml", edition(1));

        Files.delete(files.resolve("renewal.yaml"));
        Files.createDirectory(files.resolve("renewal.yaml"));
        settle();

        assertThat(campaigns.find("renewal")).isPresent();
        assertThat(campaigns.problems()).singleElement().extracting(Problem::reason).asString().startsWith("cannot be read");
    }

    @Test
    void an_unreadable_do_not_call_list_stops_its_campaign_alone() throws IOException {
        Path list = home.resolve("do-not-call.txt");
        given("careful.yaml", edition(1) + "calling: {do-not-call: '" + list + "'}\n");
        given("renewal.yaml", edition(1));

        assertThat(campaigns.callable("careful")).isInstanceOfSatisfying(Clearance.Stopped.class,
                stopped -> assertThat(stopped.reason()).contains("do-not-call.txt cannot be read"));
        assertThat(campaigns.callable("renewal")).isEqualTo(new Clearance.Ok(DoNotCallList.NONE));
        assertThat(campaigns.find("careful")).isPresent();

        Files.writeString(list, "600 000 001\n");
        settle();

        assertThat(campaigns.callable("careful")).isInstanceOfSatisfying(Clearance.Ok.class,
                ok -> assertThat(ok.doNotCall().contains("+34600000001")).isTrue());
    }

    @Test
    void a_problem_of_a_do_not_call_list_is_logged_once_and_shows_no_number() throws IOException {
        Path list = home.resolve("do-not-call.txt");
        Files.writeString(list, "600000001\n60000000\n");
        write("careful.yaml", edition(1) + "calling: {do-not-call: '" + list + "'}\n");
        settle();
        settle();

        assertThat(log.list).filteredOn(event -> event.getFormattedMessage().contains("do-not-call.txt:2")).hasSize(1);
        assertThat(log.list.toString()).doesNotContain("60000000");
    }

    @Test
    void a_listener_that_fails_keeps_nothing_from_the_others() throws IOException {
        AtomicBoolean heard = new AtomicBoolean();
        campaigns.onChange(change -> {
            throw new IllegalStateException("+34600000001");
        });
        campaigns.onChange(change -> heard.set(true));

        write("renewal.yaml", edition(1));
        settle();

        assertThat(heard).isTrue();
        assertThat(log.list.toString()).doesNotContain("600000001");
    }

    @Test
    void a_listener_already_sees_what_it_hears_of() throws IOException {
        AtomicReference<Integer> seen = new AtomicReference<>();
        campaigns.onChange(change -> seen.set(campaigns.find("renewal").orElseThrow().edition()));

        write("renewal.yaml", edition(3));
        settle();

        assertThat(seen).hasValue(3);
    }

    static String edition(int edition) {
        return """
                provider: diga
                from-number: "+34910000000"
                contacts: {phone: telefono}
                edition: %d
                """.formatted(edition);
    }

    private void given(String file, String text) throws IOException {
        write(file, text);
        settle();
        changes.clear();
        log.list.clear();
    }

    private void write(String file, String text) throws IOException {
        Files.writeString(files.resolve(file), text);
    }

    private void settle() {
        campaigns.refresh();
        campaigns.refresh();
    }

    private Campaigns created() {
        Campaigns created = new Campaigns(files, home.resolve("data"), new CampaignReader(), region -> DoNotCallListTest.SPANISH,
                new SettableClock(Instant.parse("2026-12-07T12:00:00Z")));
        created.onChange(changes::add);
        return created;
    }

    private Campaigns started() {
        Campaigns started = created();
        started.refresh();
        return started;
    }

    private List<String> warnings() {
        return log.list.stream().filter(event -> event.getLevel() == Level.WARN).map(ILoggingEvent::getFormattedMessage).toList();
    }
}
