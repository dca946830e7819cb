package io.voicecampaigns.flow;

import static io.voicecampaigns.RunningBundle.people;
import static io.voicecampaigns.RunningBundle.plainCampaign;
import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultKind;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody writes into the dialling route, a claimed contact is dialled once. */
class SecondDialInYamlTest {
    private static final String DIAL = """
                    - toD:
                        id: start
                        description: The provider starts the call
                        uri: "kamelet:${variable.provider}-start-call-action"
            """;
    /** Everything that the first dial was given, the permit included. */
    private static final String GIVEN_AGAIN = """
                    - setBody:
                        expression:
                          simple:
                            expression: "${variable.claimed}"
                    - setHeader:
                        name: Call-Permit
                        expression:
                          simple:
                            expression: "${variable.claimed.permit}"
                    - bean:
                        ref: dialing
                        method: request
            """;

    @TempDir
    private Path dir;

    @Test
    void a_second_start_in_the_route_dials_nobody_again() throws IOException {
        assertThatEverybodyIsDialledOnce("30-dial-contacts.camel.yaml", route -> route.replace(DIAL, DIAL + GIVEN_AGAIN + DIAL.replace("id: start", "id: start-again")));
    }

    @Test
    void a_loop_around_the_start_dials_nobody_again() throws IOException {
        assertThatEverybodyIsDialledOnce("30-dial-contacts.camel.yaml", route -> route.replace(DIAL, """
                    - loop:
                        expression:
                          constant:
                            expression: "3"
                        steps:
            """ + (GIVEN_AGAIN + DIAL).indent(4)));
    }

    @Test
    void a_redelivery_policy_dials_nobody_again() throws IOException {
        FaultRule lost = FaultRule.of(RequestKind.START, FaultKind.LOSE_ANSWER).times(2);

        assertThatEverybodyIsDialledOnce("90-handle-errors.camel.yaml", errors -> errors.replace("          id: dial-exception\n", """
                          id: dial-exception
                          redeliveryPolicy:
                            maximumRedeliveries: 3
                            redeliveryDelay: 10
                """), lost);
    }

    private void assertThatEverybodyIsDialledOnce(String file, UnaryOperator<String> edit, FaultRule... faults) throws IOException {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(50, 100)).withEveryCall(Outcome.ANSWERED)));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", plainCampaign())
                        .set("routes.dir", edited(file, edit)).start()) {
            simulator.faults(List.of(faults));

            bundle.drop("renovaciones", "lista.csv", people(1, 5));
            bundle.awaitSummary("renovaciones", "lista");

            assertThat(simulator.counts().starts()).isEqualTo(5);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
            assertThat(bundle.rows("renovaciones", "lista.results.csv")).hasSize(5)
                    .allSatisfy(row -> assertThat(row).containsEntry("call_state", "ended").containsEntry("call_attempts", "1"));
        }
    }

    private Path edited(String routes, UnaryOperator<String> edit) throws IOException {
        Path copy = dir.resolve("routes");
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path original : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(Path.of("routes").relativize(original));
                Files.createDirectories(target.getParent());
                Files.copy(original, target);
            }
        }
        Path file = copy.resolve(routes);
        String before = Files.readString(file);
        String after = edit.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
        return copy;
    }
}
