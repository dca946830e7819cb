package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.health.RoutesHealth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever is saved: what runs goes on, and one message says why. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadEditTest {
    private Path home;
    private EditedBundle edited;

    @BeforeAll
    void start(@TempDir Path directory) {
        home = directory;
        edited = new EditedBundle(home).start();
    }

    @AfterAll
    void stop() {
        edited.close();
    }

    /** One of each way in which an edit is found to be bad; that all others are found, RouteCheckTest shows. */
    @ParameterizedTest
    @EnumSource(names = {"NO_YAML", "HALF_A_FILE", "MISSPELLED_FIELD", "UNKNOWN_OPTION_OF_A_START", "UNKNOWN_BEAN", "NOBODY_THERE", "NO_ANSWER_IS_RECORDED",
        "UNKNOWN_ERROR_HANDLING", "MISSING_PROPERTY_OF_A_KAMELET", "ITSELF_INSIDE", "UNKNOWN_STEP_IN_A_KAMELET"})
    void a_bad_edit_harms_no_route_that_runs_and_healing_it_is_enough(BadEdits edit) {
        List<Route> before = edited.running();
        int said = edited.said().size();
        Routes bad = edit.of(Routes.ofTheBundle());
        Routes good = Routes.ofTheBundle();

        edited.save(edit.file, bad.text(edit.file));
        if (edit == BadEdits.MISSING_PROPERTY_OF_A_KAMELET) {
            edited.save("kamelets/diga-get-call-action.kamelet.yaml", bad.text("kamelets/diga-get-call-action.kamelet.yaml"));
        }
        edited.awaitProblem(edit.file);
        edited.awaitProblem(edit.reason);

        // a kamelet that was called meanwhile for the first time has a route of its own now
        assertThat(edited.running()).containsAll(before);
        assertThat(edited.running()).extracting(route -> edited.bundle().bundle().context().getRouteController().getRouteStatus(route.getRouteId()))
                .containsOnly(ServiceStatus.Started);
        assertThat(edited.problems()).singleElement().asString().contains(home + "/routes/" + edit.file, "all routes stay as they are");
        assertThat(edited.said().subList(said, edited.said().size())).anyMatch(line -> line.contains(edit.reason));
        HealthCheck.Result health = edited.bundle().bundle().bean("routesHealth", RoutesHealth.class).call();
        assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(health.getDetails().get("degraded")).asString().contains(edit.reason);

        heal(edit.file, good);
        heal("kamelets/diga-get-call-action.kamelet.yaml", good);
        edited.awaitHealed();
        assertThat(edited.running()).extracting(Route::getRouteId).containsAll(before.stream().map(Route::getRouteId)
                .filter(id -> !id.matches(".*-\\d+")).toList());
    }

    private void heal(String file, Routes good) {
        if (good.text(file) == null) {
            edited.delete(file);
        } else if (!edited.text(file).equals(good.text(file))) {
            edited.save(file, good.text(file));
        }
    }

    @Test
    void a_route_that_cannot_start_any_more_takes_no_other_with_it_and_comes_back_once_it_can(@TempDir Path directory) throws IOException {
        try (EditedBundle own = new EditedBundle(directory).start()) {
            Path watched = Files.createDirectory(directory.resolve("watched"));
            own.save("05-watch.camel.yaml", BadEdits.route("- log:\n    message: a").replace("uri: direct:x-y",
                    "uri: file:" + watched + "?autoCreate=false&startingDirectoryMustExist=true"));
            own.awaitAccepted(1);
            Files.delete(watched);

            own.save("90-handle-errors.camel.yaml", own.text("90-handle-errors.camel.yaml") + "# edited\n");
            await().atMost(RunningBundle.PATIENCE).until(() -> own.bundle().bundle().routes().broken().isPresent());
            assertThat(own.bundle().bundle().bean("routesHealth", RoutesHealth.class).call().getState()).isEqualTo(HealthCheck.State.DOWN);
            own.callSomebody(1);

            Files.createDirectory(watched);
            own.save("90-handle-errors.camel.yaml", own.text("90-handle-errors.camel.yaml") + "# again\n");
            await().atMost(RunningBundle.PATIENCE).until(() -> own.bundle().bundle().routes().broken().isEmpty());
            assertThat(own.running()).extracting(Route::getRouteId).contains("x-y", "dial-contacts", "pick-up-lists");
            own.callSomebody(2);
        }
    }

    @Test
    void a_kamelet_that_a_campaign_needs_cannot_be_deleted() {
        String kamelet = "kamelets/diga-start-call-action.kamelet.yaml";
        String text = edited.text(kamelet);

        edited.delete(kamelet);
        edited.awaitProblem("there is no kamelet diga-start-call-action");
        edited.callSomebody(77);

        edited.save(kamelet, text);
        edited.awaitHealed();
    }

    @Test
    void a_bad_file_keeps_a_good_edit_beside_it_waiting_until_it_is_mended() {
        edited.save("61-leave-mark.camel.yaml", edited.marking("leave-mark", "waited"));
        edited.awaitMark("waited");
        edited.save("60-x.camel.yaml", "- route:\n    id: x\n    from: nowhere\n");
        edited.awaitProblem("60-x.camel.yaml");
        edited.save("61-leave-mark.camel.yaml", edited.marking("leave-mark", "late"));
        edited.delete("60-x.camel.yaml");

        edited.awaitMark("late");
        edited.delete("61-leave-mark.camel.yaml").awaitHealed();
        edited.callSomebody(7_000);
    }

    @Test
    void what_fails_only_when_it_starts_is_taken_back_with_all_that_came_with_it(@TempDir Path dir) {
        try (EditedBundle other = new EditedBundle(dir).start()) {
            other.save("61-leave-mark.camel.yaml", other.marking("leave-mark", "before")).awaitAccepted(1);
            String badStart = BadEdits.route("- log:\n    message: a").replace("uri: direct:x-y",
                    "uri: file:" + dir.resolve("nowhere") + "?autoCreate=false&startingDirectoryMustExist=true");

            // one look must see both
            try {
                Files.writeString(other.routes().resolve("62-x.camel.yaml"), "");
                other.save("61-leave-mark.camel.yaml", other.marking("leave-mark", "after"));
                other.save("62-x.camel.yaml", badStart);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            other.awaitProblem("the routes before it run again");

            assertThat(other.running()).extracting(Route::getRouteId).contains("leave-mark").doesNotContain("x-y");
            other.awaitNoOtherMarkThan("before");
            other.callSomebody(1);
            other.delete("62-x.camel.yaml");
            other.awaitMark("after");
        }
    }

    @Test
    void a_start_with_bad_files_runs_those_that_ran_last_and_takes_the_mended_ones_up(@TempDir Path dir) throws IOException {
        try (EditedBundle other = new EditedBundle(dir).start()) {
            other.save("61-leave-mark.camel.yaml", other.marking("leave-mark", "kept")).awaitAccepted(1);
            other.bundle().stop();
            Files.deleteIfExists(dir.resolve("marks/mark"));
            other.save("61-leave-mark.camel.yaml", other.marking("leave-mark", "bad").replace("uri: timer", "uri: tymer"));
            other.save("30-dial-contacts.camel.yaml", "\t");

            other.start();

            other.awaitMark("kept");
            assertThat(other.problems()).singleElement().asString().contains("61-leave-mark.camel.yaml:5: unknown component tymer;",
                    "30-dial-contacts.camel.yaml", "the routes that ran last are started instead");
            other.callSomebody(1);
            other.save("30-dial-contacts.camel.yaml", Routes.ofTheBundle().text("30-dial-contacts.camel.yaml"));
            other.save("61-leave-mark.camel.yaml", other.marking("leave-mark", "mended"));
            other.awaitMark("mended");
            other.awaitHealed();
        }
    }

    @Test
    void a_start_with_bad_files_and_none_to_go_back_to_tells_all_that_is_wrong_and_opens_nothing(@TempDir Path dir) {
        try (EditedBundle other = new EditedBundle(dir)) {
            other.save("30-dial-contacts.camel.yaml", Routes.ofTheBundle().text("30-dial-contacts.camel.yaml").replace("ref: dialing", "ref: dailing"));
            other.save("60-x.camel.yaml", BadEdits.route("- to:\n    uri: nowhere:x"));

            assertThatThrownBy(other::start).hasStackTraceContaining("30-dial-contacts.camel.yaml:13: unknown bean dailing")
                    .hasStackTraceContaining("60-x.camel.yaml:7: unknown component nowhere");

            assertThat(dir.resolve("data/ledger.db")).doesNotExist();
        }
    }

    @Test
    void a_start_with_beans_that_cannot_be_made_runs_those_that_ran_last(@TempDir Path dir) {
        try (EditedBundle other = new EditedBundle(dir).start()) {
            other.bundle().stop();
            String beans = other.text(RouteSet.BEANS);
            other.save(RouteSet.BEANS, beans.replace("{{dial.max-parallel}}", "many"));

            other.start();
            assertThat(other.problems()).singleElement().asString().contains("the bean dialSettings cannot be made: argument 0 must be a whole number",
                    "the routes that ran last are started instead");
            other.callSomebody(1);
            other.bundle().stop();

            // nothing tells of this one before it is made
            other.save(RouteSet.BEANS, beans + "    - name: stubborn\n      type: " + Stubborn.class.getName() + "\n");
            other.start();
            assertThat(other.problems()).singleElement().asString().contains("beans.camel.yaml: IllegalStateException: not today",
                    "the routes that ran last are started instead");
            other.callSomebody(2);

            other.save(RouteSet.BEANS, beans).awaitHealed();
        }
    }

    /** Does not let itself be made. */
    public static final class Stubborn {
        public Stubborn() {
            throw new IllegalStateException("not today");
        }
    }

    @Test
    void routes_that_ran_last_are_not_trusted_once_somebody_has_damaged_them(@TempDir Path dir) throws IOException {
        try (EditedBundle other = new EditedBundle(dir).start()) {
            other.bundle().stop();
            String current = Files.readString(dir.resolve("data/last-good/routes/current"));
            Files.writeString(dir.resolve("data/last-good/routes").resolve(current).resolve("30-dial-contacts.camel.yaml"), "");
            other.save("30-dial-contacts.camel.yaml", "\t");

            assertThatThrownBy(other::start).hasStackTraceContaining("none that ran before are kept");
        }
    }
}
