package io.voicecampaigns.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.FaultRule;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.RequestKind;
import io.voicecampaigns.simulator.Simulator;
import io.voicecampaigns.simulator.SimulatorSettings;
import io.voicecampaigns.simulator.Timing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedServiceIT {
    private static final int CONTACTS = 300;

    @TempDir
    private Path dir;

    @Test
    void a_signal_ends_claiming_lets_open_requests_finish_and_leaves_nothing_uncertain() throws Exception {
        Service.installed(dir);
        Files.createDirectories(dir.resolve("config/campaigns"));
        Files.writeString(dir.resolve("config/campaigns/renovaciones.yaml"), RunningBundle.plainCampaign("max-concurrent: 500"));
        Path data = dir.resolve("elsewhere");
        Path inbox = Files.createDirectories(data.resolve("inbox/renovaciones"));
        Files.writeString(inbox.resolve("lista.csv"), RunningBundle.people(1, CONTACTS));
        try (Simulator simulator = Simulator.start(SimulatorSettings.defaults().withApiKey(RunningBundle.KEY)
                .behaving(usual -> usual.withTiming(Timing.exactly(20, 50)).withEveryCall(Outcome.ANSWERED)))) {
            int port = Service.freePort();
            Map<String, String> environment = new HashMap<>(Map.of("DIGA_BASE_URL", simulator.baseUri().toString(), "DIGA_API_KEY", RunningBundle.KEY,
                    "DATA_DIR", data.toString(), "INSTALLATION_SECRET", "kept-by-somebody-else", "MANAGEMENT_PORT", Integer.toString(port)));
            // carried out as if they had just come, so that all of them are open when the signal comes
            simulator.faults(FaultRule.slow(RequestKind.START, 4_000));

            try (Service service = Service.start(dir, environment).awaitStarted()) {
                // routes are opened once Camel has started
                await().atMost(Service.PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(Service.health(port))
                        .hasValueSatisfying(answer -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200)));
                await().atMost(Service.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> count(data, "state = 'dialing'") >= 20);

                service.terminate();

                await().atMost(Service.PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> assertThat(Service.health(port, "/ready"))
                        .as("no longer ready while requests are open").hasValueSatisfying(answer -> assertThat(answer.statusCode()).isEqualTo(503)));
                assertThat(service.awaitEnd()).as("128 + SIGTERM").isEqualTo(143);
            }
            long accepted = simulator.counts().accepted();
            assertThat(count(data, "state IN ('dialing', 'uncertain', 'review')")).isZero();
            assertThat(count(data, "call_id IS NOT NULL")).isEqualTo(accepted);
            assertThat(accepted).isBetween(1L, CONTACTS - 1L);
            assertThat(dir.resolve("data")).doesNotExist();
            assertThat(data.resolve("installation-secret")).doesNotExist();

            simulator.faults();
            try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress()); Service successor = Service.start(dir, environment)) {
                await().atMost(Service.PATIENCE).until(() -> Files.exists(data.resolve("outbox/renovaciones/lista.summary.json")));
                assertThat(successor.said()).contains("port " + taken.getLocalPort() + " of 127.0.0.1 is taken", "MANAGEMENT_PORT");
            }
            assertThat(simulator.counts().accepted()).isEqualTo(CONTACTS);
            assertThat(simulator.counts().mostPerNumber()).isEqualTo(1);
        }
    }

    private static long count(Path data, String condition) throws IOException {
        if (!Files.exists(data.resolve("ledger.db"))) {
            return 0;
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("ledger.db") + "?busy_timeout=10000");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM attempt WHERE " + condition)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            // the service is making the tables
            return 0;
        }
    }
}
