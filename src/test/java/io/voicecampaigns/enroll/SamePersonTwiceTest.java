package io.voicecampaigns.enroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamePersonTwiceTest {
    private static final String NOBODY_IS_CALLED = """
            provider: diga
            from-number: "+34910000999"
            contacts: {phone: telefono, key: id, region: ES}
            variables: {customer_name: "{{nombre}}"}
            calling: {zone: Europe/Madrid}
            """;

    @TempDir
    private Path dir;

    @Test
    void whoever_is_enrolled_already_is_rejected_wherever_the_first_row_stands() {
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY));
                RunningBundle bundle = new RunningBundle(dir, simulator).campaign("renovaciones", NOBODY_IS_CALLED).start()) {
            bundle.drop("renovaciones", "primera.csv", """
                    id,telefono,nombre
                    K1,612000001,Ana
                    K2,612000002,Luis
                    K1,612000003,Ana otra vez
                    K3,612000002,Otro Luis
                    K4,612000001,La Ana de antes
                    """);
            // the number that the first Ana gave up is free again
            await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> assertThat(reasons(bundle, "primera")).hasSize(2));
            bundle.drop("renovaciones", "segunda.csv", """
                    id,telefono,nombre
                    K2,612000009,Luis
                    K5,612000009,Quien tiene el nuevo
                    K6,612000003,Quien tiene el de Ana
                    K7,612000007,Nueva
                    """);
            await().atMost(RunningBundle.PATIENCE).untilAsserted(() -> assertThat(reasons(bundle, "segunda")).hasSize(3));

            assertThat(reasons(bundle, "primera")).satisfiesExactly(
                    again -> assertThat(again).contains("already enrolled from list primera, line 2").contains("were updated"),
                    other -> assertThat(other).contains("same number is enrolled under another key from list primera, line 3"));
            assertThat(reasons(bundle, "segunda")).satisfiesExactly(
                    again -> assertThat(again).contains("already enrolled from list primera, line 3").contains("were updated"),
                    other -> assertThat(other).contains("same number is enrolled under another key from list primera, line 3"),
                    other -> assertThat(other).contains("same number is enrolled under another key from list primera, line 2"));
            assertThat(bundle.rows("renovaciones", "primera.results.csv")).extracting(row -> row.get("id")).containsExactly("K1", "K2", "K4");
            assertThat(bundle.rows("renovaciones", "segunda.results.csv")).extracting(row -> row.get("id")).containsExactly("K7");
        }
    }

    private static List<String> reasons(RunningBundle bundle, String list) {
        return bundle.rows("renovaciones", list + ".rejected.csv").stream().map(row -> String.join(" ", row.values())).toList();
    }
}
