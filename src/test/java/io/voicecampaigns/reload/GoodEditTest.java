package io.voicecampaigns.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoodEditTest {
    @TempDir
    private Path dir;

    @Test
    void a_file_is_added_changed_renamed_and_deleted_and_each_edit_leaves_one_line() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            List<Route> before = edited.running();

            edited.save("61-leave-mark.camel.yaml", edited.marking("leave-mark", "one"));
            edited.awaitMark("one");
            edited.save("61-leave-mark.camel.yaml", edited.marking("leave-mark", "two"));
            edited.awaitMark("two");
            edited.delete("61-leave-mark.camel.yaml").save("62-leave-mark.camel.yaml", edited.marking("leave-mark", "two"));
            edited.awaitAccepted(3);
            edited.delete("62-leave-mark.camel.yaml");
            edited.awaitAccepted(4);
            edited.awaitNoMark();

            assertThat(edited.accepted()).satisfiesExactly(
                    line -> assertThat(line).startsWith("routes: 61-leave-mark.camel.yaml added; in use after "),
                    line -> assertThat(line).startsWith("routes: 61-leave-mark.camel.yaml changed; in use after "),
                    line -> assertThat(line).startsWith("routes: 61-leave-mark.camel.yaml renamed to 62-leave-mark.camel.yaml; in use after "),
                    line -> assertThat(line).startsWith("routes: 62-leave-mark.camel.yaml deleted; in use after "));
            // a kamelet that was called meanwhile for the first time has a route of its own now
            assertThat(edited.running()).as("no other route was touched").containsAll(before);
            assertThat(edited.problems()).isEmpty();
            assertThat(edited.saidByCamel()).as("each edit leaves one line, and it is ours").isEmpty();
        }
    }

    @Test
    void an_edit_of_a_schedule_leaves_one_line_too() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            edited.save("60-snapshot-agents.camel.yaml", edited.text("60-snapshot-agents.camel.yaml") + "# edited\n").awaitAccepted(1);

            assertThat(edited.saidByCamel()).isEmpty();
        }
    }

    @Test
    void an_edit_of_each_file_of_the_bundle_leaves_all_stages_working() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            List<List<String>> edits = new ArrayList<>();
            RouteSet set = Routes.ofTheBundle().set();
            set.routeFiles().forEach(file -> edits.add(List.of(file)));
            // those of one system at once, as people change them
            set.kamelets().stream().collect(Collectors.groupingBy(name -> name.replaceFirst("-.*", ""), TreeMap::new, Collectors.toList())).values()
                    .forEach(edits::add);
            for (int i = 0; i < edits.size(); i++) {
                edits.get(i).forEach(file -> edited.save(file, edited.text(file) + "# edited\n"));
                List<String> files = edits.get(i);
                await().atMost(RunningBundle.PATIENCE).until(() -> edited.isInUse(files));
                edited.bundle().drop(EditedBundle.CAMPAIGN, "list-" + i + ".csv", RunningBundle.people(100 * i, 3));
            }
            for (int i = 0; i < edits.size(); i++) {
                edited.bundle().awaitSummary(EditedBundle.CAMPAIGN, "list-" + i);
            }
            edited.callSomebody(9_000);

            assertThat(edited.simulator().counts().accepted()).isEqualTo(3L * edits.size() + 1);
            assertThat(edited.simulator().counts().mostPerNumber()).isEqualTo(1);
        }
    }

    @Test
    void an_edited_kamelet_is_used_at_once_by_routes_that_find_it_by_a_message() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            edited.callSomebody(1);
            String sink = "kamelets/file-outcomes-sink.kamelet.yaml";

            edited.save(sink, edited.text(sink) + """
                            - setVariable:
                                name: answers
                                expression:
                                  simple:
                                    expression: "${body}"
                            - setBody:
                                expression:
                                  constant:
                                    expression: "edited"
                            - to:
                                id: mark
                                description: Leaves a mark
                                uri: file
                                parameters:
                                  directoryName: "%s"
                                  fileName: mark
                            - setBody:
                                expression:
                                  simple:
                                    expression: "${variable.answers}"
                    """.formatted(dir.resolve("marks")));
            edited.awaitAccepted(1);
            edited.callSomebody(2);

            edited.awaitMark("edited");
            assertThat(edited.bundle().result(EditedBundle.CAMPAIGN, "list-2", "K2")).containsEntry("call_state", "ended");
        }
    }

    @Test
    void a_kamelet_is_added_and_used_by_its_name() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            edited.save("kamelets/ticker-contacts-source.kamelet.yaml", """
                    apiVersion: camel.apache.org/v1
                    kind: Kamelet
                    metadata:
                      name: ticker-contacts-source
                    spec:
                      definition:
                        title: Ticker
                        type: object
                        required:
                          - word
                        properties:
                          word:
                            title: Word
                            type: string
                      template:
                        from:
                          uri: timer:ticker
                          parameters:
                            period: 30
                            delay: 0
                          steps:
                            - setBody:
                                expression:
                                  constant:
                                    expression: "{{word}}"
                            - to:
                                uri: kamelet:sink
                    """).awaitAccepted(1);
            edited.save("61-tick.camel.yaml", """
                    - route:
                        id: tick-tock
                        description: Ticks become marks.
                        from:
                          uri: kamelet:ticker-contacts-source
                          parameters:
                            word: tick
                          steps:
                            - to:
                                uri: file
                                parameters:
                                  directoryName: "%s"
                                  fileName: mark
                                  tempPrefix: part
                    """.formatted(dir.resolve("marks")));
            edited.awaitMark("tick");
            edited.save("61-tick.camel.yaml", edited.text("61-tick.camel.yaml").replace("word: tick", "word: tock"));
            edited.awaitMark("tock");
            String kamelet = "kamelets/ticker-contacts-source.kamelet.yaml";
            edited.save(kamelet, edited.text(kamelet).replace("\"{{word}}\"", "\"{{word}}-tock\""));
            edited.awaitMark("tock-tock");
            edited.delete("61-tick.camel.yaml");
            edited.awaitNoMark();

            assertThat(edited.running()).extracting(Route::getRouteId).noneMatch(id -> id.startsWith("ticker-contacts-source"));
        }
    }

    @Test
    void a_directory_that_is_mounted_from_a_config_map_is_exchanged_by_its_link() throws IOException {
        Path mount = Files.createDirectories(dir.resolve("mount"));
        try (EditedBundle edited = new EditedBundle(dir)) {
            Files.createSymbolicLink(mount.resolve("..data"), generation(edited, "1", "one"));
            for (String name : edited.routes().toFile().list()) {
                Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
            }
            Files.createSymbolicLink(mount.resolve("61-leave-mark.camel.yaml"), Path.of("..data", "61-leave-mark.camel.yaml"));
            edited.bundle().set("routes.dir", mount);
            edited.start();
            edited.awaitMark("one");

            Path next = Files.createSymbolicLink(mount.resolve("..next"), generation(edited, "2", "two"));
            Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            edited.awaitMark("two");
            edited.awaitAccepted(1);

            assertThat(edited.accepted()).singleElement().asString().startsWith("routes: 61-leave-mark.camel.yaml changed");
        }
    }

    private Path generation(EditedBundle edited, String number, String word) throws IOException {
        Path directory = dir.resolve("mount/.." + number);
        Routes.ofTheBundle().with("61-leave-mark.camel.yaml", edited.marking("leave-mark", word)).writeTo(directory);
        return directory;
    }

    @Test
    void half_written_and_empty_files_are_no_edits_yet() throws IOException {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            String text = edited.marking("leave-mark", "whole");
            Path file = edited.routes().resolve("61-leave-mark.camel.yaml");
            Files.writeString(file, "");
            awaitLooks(edited);
            for (int end = 40; end < text.length(); end += 7) {
                Files.writeString(file, text.substring(0, end));
            }
            Files.writeString(file, text);
            edited.awaitMark("whole");
            Files.writeString(file, "");
            awaitLooks(edited);

            // what runs goes on
            edited.awaitNewMark("whole");
            edited.awaitProblem("61-leave-mark.camel.yaml: is empty; nothing changes until something stands there");
            Files.writeString(file, "# nothing but this\n");
            awaitLooks(edited);
            // comments alone are nothing either
            edited.awaitNewMark("whole");
            edited.delete("61-leave-mark.camel.yaml").awaitHealed();
        }
    }

    /** Lets some looks pass, by an edit that is sure to be seen. */
    private static void awaitLooks(EditedBundle edited) {
        await().pollDelay(Duration.ofMillis(400)).atMost(RunningBundle.PATIENCE).until(() -> true);
    }

    @Test
    void the_file_of_beans_takes_a_restart_and_says_so() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            List<Route> before = edited.running();

            edited.save(RouteSet.BEANS, edited.text(RouteSet.BEANS) + """
                        - name: another
                          type: io.voicecampaigns.enroll.Enrichment
                    """);
            edited.awaitProblem("beans.camel.yaml: has changed; it takes a restart");
            edited.save("61-leave-mark.camel.yaml", edited.marking("leave-mark", "beside it"));
            edited.awaitMark("beside it");

            assertThat(edited.running()).containsAll(before);
            assertThat(edited.problems()).singleElement().asString().contains("it takes a restart");
            edited.bundle().stop();
            edited.start();
            assertThat(edited.problems()).isEmpty();
            assertThat(edited.bundle().bundle().bean("another", Object.class)).isNotNull();
        }
    }

    @Test
    void whoever_makes_routes_of_kamelets_while_the_service_runs_lets_go_of_them_until_the_edit_is_in_use() {
        try (EditedBundle edited = new EditedBundle(dir).start()) {
            Owner owner = new Owner(edited);
            edited.bundle().bundle().context().getRegistry().bind("owner-of-a-route", owner);
            String kamelet = "kamelets/file-contacts-source.kamelet.yaml";

            edited.save("80-read-settings.camel.yaml", edited.text("80-read-settings.camel.yaml") + "# not concerned\n");
            edited.awaitAccepted(1);
            assertThat(owner.told).isEmpty();
            edited.save(kamelet, edited.text(kamelet).replace("greedy: true", "greedy: false"));
            edited.awaitAccepted(2);

            assertThat(owner.told).startsWith("released", "released", "released").endsWith("renewed").filteredOn("renewed"::equals).hasSize(1);
            edited.save(kamelet, edited.text(kamelet).replace("interval:\n", "every:\n").replace("{{interval}}", "{{every}}"));
            edited.awaitProblem("a campaign: the kamelet file-contacts-source has no property interval");
        }
    }

    /** As somebody would who makes a route for each campaign. */
    private record Owner(EditedBundle edited, List<String> told) implements RouteOwner {
        Owner(EditedBundle edited) {
            this(edited, new CopyOnWriteArrayList<>());
        }

        @Override
        public List<KameletUse> kamelets() {
            return List.of(new KameletUse("a campaign", 0, "file-contacts-source", Map.of("interval", "1h")));
        }

        @Override
        public boolean release() {
            told.add("released");
            // nothing is under way of a route that makes no messages
            return told.size() > 2;
        }

        @Override
        public void renew() {
            told.add("renewed");
        }
    }
}
