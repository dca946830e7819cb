package io.voicecampaigns.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsInForceTest {
    private static final Path SHIPPED = Path.of("config/application.properties");

    @TempDir
    private Path dir;
    private Path file;

    @BeforeEach
    void copy() throws IOException {
        file = Files.copy(SHIPPED, dir.resolve("application.properties"));
    }

    @Test
    void what_is_shipped_has_no_problem() {
        assertThat(read(Map.of()).problems()).isEmpty();
    }

    @Test
    void the_environment_goes_before_secrets_those_before_config_maps_those_before_properties_and_those_before_the_file() throws IOException {
        mount("conf.d/user.properties", "dial.threads=1\ndial.lease=61s\ndial.interval=1s\nreport.batch=11");
        mount("conf.d/_configmaps/settings/dial.lease", "62s\n");
        mount("conf.d/_configmaps/settings/dial.interval", "2s");
        mount("conf.d/_configmaps/settings/report.batch", "12");
        mount("conf.d/_secrets/ours/dial.interval", "3s");
        mount("conf.d/_secrets/ours/report.batch", "13");

        Settings settings = read(Map.of("REPORT_BATCH", "14"));

        assertThat(settings.value("poll.interval")).isEqualTo("1s");
        assertThat(settings.value("dial.threads")).isEqualTo("1");
        assertThat(settings.value("dial.lease")).isEqualTo("62s");
        assertThat(settings.value("dial.interval")).isEqualTo("3s");
        assertThat(settings.value("report.batch")).isEqualTo("14");
        assertThat(settings.mounted()).containsEntry("dial.interval", "3s").containsEntry("dial.lease", "62s").doesNotContainKey("report.batch");
    }

    @Test
    void each_setting_tells_the_line_the_file_or_the_variable_that_it_comes_from() throws IOException {
        mount("conf.d/_configmaps/settings/dial.lease", "62s");
        mount("conf.d/_configmaps/settings/more.properties", "# ours\nreport.batch = 12");

        String listing = read(Map.of("DIGA_BASE_URL", "https://api.example.com", "DIAL_THREADS", "7")).listing();

        assertThat(listing.lines().map(line -> line.replaceAll(" +", " "))).contains(
                "dial.threads = 7 # environment DIAL_THREADS",
                "providers.diga.base-url = https://api.example.com # environment DIGA_BASE_URL",
                "dial.lease = 62s # " + dir.resolve("camel/conf.d/_configmaps/settings/dial.lease"),
                "report.batch = 12 # " + dir.resolve("camel/conf.d/_configmaps/settings/more.properties") + ":2",
                "camel.management.port = 9876 # " + file + ":" + (Files.readAllLines(file).indexOf("camel.management.port={{management.port}}") + 1));
    }

    @Test
    void no_secret_is_listed() throws IOException {
        mount("conf.d/_secrets/ours/crm.account", "the-hidden-account");
        Files.writeString(file, Files.readString(file).replace("ledger.password=", "ledger.password=the-hidden-word"));

        String listing = read(Map.of("DIGA_API_KEY", "the-hidden-key", "LEDGER_URL", "jdbc:postgresql://db/voice?user=a&password=the-hidden-one"))
                .listing();

        assertThat(listing).doesNotContain("the-hidden").contains("ledger.url = jdbc:postgresql://db/voice?user=a&password=(hidden)", "crm.account = (hidden)");
    }

    @ParameterizedTest
    @CsvSource({"https://hooks.slack.com/services/T000/B000/XXXX, https://hooks.slack.com/(hidden)", "https://ann:word@chat.example/x, (hidden)",
        "https://chat.example?key=abc, https://chat.example/(hidden)", "hooks.slack.com/services/T000, hooks.slack.com/(hidden)", "http://127.0.0.1:9000, http://127.0.0.1:9000"})
    void of_a_webhook_no_more_is_listed_than_its_host(String url, String shown) {
        assertThat(read(Map.of("NOTIFY_WEBHOOK_URL", url)).listing().lines().map(line -> line.replaceAll(" +", " ")))
                .contains("notify.webhook.url = " + shown + " # environment NOTIFY_WEBHOOK_URL");
    }

    @Test
    void a_token_in_the_path_of_any_address_is_hidden() throws IOException {
        Files.writeString(file, Files.readString(file) + "\nenrich.url=https://crm.example/v1/a1b2c3d4e5f6a7b8c9/people?sig=abc&zone=1\n");

        assertThat(read(Map.of()).listing()).contains("enrich.url = https://crm.example/v1/(hidden)/people?sig=(hidden)&zone=1");
    }

    @Test
    void a_simulation_lists_what_is_in_force_and_names_what_is_not() throws IOException {
        mount("conf.d/_secrets/ours/providers.diga.api-key", "the-hidden-key");
        mount("conf.d/_configmaps/settings/dial.lease", "62s");
        mount("conf.d/_configmaps/settings/operate.port", "8081");
        Files.writeString(file, Files.readString(file).replace("ledger.user=", "ledger.user=production"));

        Settings settings = Settings.simulated(file, new Mounts(dir.resolve("camel")), Map.of("NOTIFY_TO", "webhook", "TRACING_ENABLED", "true", "DIGA_BASE_URL", "https://api.example.com",
                "DIGA_API_KEY", "the-hidden-key", "LEDGER_URL", "nonsense", "DATA_DIR", "/var/voice", "OPERATE_PORT", "8082", "SALESFORCE_LOGIN_URL", "http://localhost:2",
                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1"));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.listing().lines().map(line -> line.replaceAll(" +", " "))).contains(
                "data.dir = /var/voice/simulated # --simulate, below environment DATA_DIR",
                "ledger.url = # --simulate",
                "providers.diga.base-url = http://127.0.0.1 # --simulate, on a port of its own",
                "providers.diga.api-key = (hidden) # --simulate",
                "notify.to = # " + line("notify.to="),
                "tracing.enabled = false # " + line("tracing.enabled="),
                "salesforce.login-url = http://localhost:2 # environment SALESFORCE_LOGIN_URL",
                "tracing.endpoint = http://localhost:1 # environment OTEL_EXPORTER_OTLP_ENDPOINT",
                "dial.lease = 62s # " + dir.resolve("camel/conf.d/_configmaps/settings/dial.lease"),
                "operate.port = 8082 # environment OPERATE_PORT");
        assertThat(settings.ignored()).containsExactlyInAnyOrder("NOTIFY_TO", "TRACING_ENABLED", "DIGA_BASE_URL", "DIGA_API_KEY", "LEDGER_URL", "ledger.user", "providers.diga.api-key");
        assertThat(settings.mounted()).containsOnlyKeys("dial.lease");
        assertThat(read(Map.of("NOTIFY_TO", "webhook")).ignored()).isEmpty();
    }

    @Test
    void a_password_is_not_shown_either_where_it_is_what_is_wrong_with_an_address() throws IOException {
        for (String password : List.of("the-hidden-word", "the-hidden/word", "w@the-hidden")) {
            Settings settings = read(Map.of("LEDGER_URL", "postgres://voice:" + password + "@db/voice"));

            assertThat(settings.problems()).containsExactly(
                    "ledger.url is postgres://(hidden)@db/voice (environment LEDGER_URL): expected jdbc:postgresql://host/database, or nothing");
            assertThat(settings.listing()).doesNotContain("the-hidden");
        }
    }

    @Test
    void all_problems_are_told_at_once_with_key_value_origin_and_what_is_expected() throws IOException {
        mount("conf.d/_secrets/ours/ledger.url", "postgres://voice:the-hidden-word@db");
        Files.writeString(file, Files.readString(file).replace("poll.max-parallel=4", "poll.max-parralel=4\npoll.max-parallel=many")
                .replace("dial.interval=100ms", "dial.interval={{dial.intervall}}"));

        Settings settings = read(Map.of("DIAL_LEASE", "soon", "MANAGEMENT_PORT", "99999", "PICK_UP_INTERVAL", " ", "HTTP_RESPONSE_TIMEOUT", "20000",
                "DIAL_MAX_PARALLEL", "0", "CAMEL_MANAGEMENT_ENABLED", "yes", "DIGA_BASE_URL", "http://api.example.com", "DIGA_API_KEY", "the hidden key"));

        assertThat(settings.problems()).containsExactlyInAnyOrder(
                "dial.lease is soon (environment DIAL_LEASE): expected a duration such as 500ms, 2s, 5m or 1h",
                "management.port is 99999 (environment MANAGEMENT_PORT): expected a port from 1 to 65535",
                "pick-up.interval is blank (environment PICK_UP_INTERVAL): expected a duration such as 500ms, 2s, 5m or 1h",
                "http.response-timeout is 20000 (environment HTTP_RESPONSE_TIMEOUT): expected less than the 20000 milliseconds of camel.main.shutdown-timeout",
                "dial.max-parallel is 0 (environment DIAL_MAX_PARALLEL): expected a whole number from 1 to 2147483647",
                "camel.management.enabled is yes (environment CAMEL_MANAGEMENT_ENABLED): expected true or false",
                "poll.max-parallel is many (" + line("poll.max-parallel=") + "): expected a whole number from 1 to 2147483647",
                "poll.max-parralel (" + line("poll.max-parralel=") + ") is not a setting: expected poll.max-parallel",
                "dial.interval is {{dial.intervall}} (" + line("dial.interval=") + "): expected placeholders that name settings, such as {{data.dir}}",
                "ledger.url is a value that is not shown (" + dir.resolve("camel/conf.d/_secrets/ours/ledger.url")
                        + "): expected jdbc:postgresql://host/database, or nothing",
                "providers.diga.base-url is http://api.example.com (environment DIGA_BASE_URL): must be https; http is for this machine alone (127.0.0.1)",
                "providers.diga.api-key is a value that is not shown (environment DIGA_API_KEY): must consist of visible ASCII characters without blanks, as HTTP headers do");
    }

    @Test
    void what_a_stage_could_not_work_with_is_told_before_the_start_with_everything_else() throws IOException {
        Settings settings = read(Map.of("SNAPSHOT_ZONE", "Europe/Atlantis", "SNAPSHOT_AGENTS", "3c90c3cc-0d44-4b50-8888-8dd25736052a", "SALESFORCE_RESERVE", "101",
                "SALESFORCE_LOGIN_URL", "login.example.com", "TRACING_ENABLED", "true", "OTEL_EXPORTER_OTLP_ENDPOINT", "collector:4318", "OPERATE_HOST", "0.0.0.0",
                "NOTIFY_TO", "webhook, mail,pigeon", "NOTIFY_MAIL_PORT", "70000", "NOTIFY_MAIL_HOST", "smtp.example.com"));

        assertThat(settings.problems()).containsExactlyInAnyOrder(
                "snapshot.zone is Europe/Atlantis (environment SNAPSHOT_ZONE): expected a time zone such as Europe/Madrid",
                "snapshot.agents is 3c90c3cc-0d44-4b50-8888-8dd25736052a (environment SNAPSHOT_AGENTS): expected <provider>/<id of the agent>, parted by commas",
                "salesforce.reserve is 101 (environment SALESFORCE_RESERVE): expected a percentage from 0 to 100",
                "salesforce.login-url is login.example.com (environment SALESFORCE_LOGIN_URL): expected an address such as https://example.my.salesforce.com, or file:<path>",
                "tracing.endpoint is collector:4318 (environment OTEL_EXPORTER_OTLP_ENDPOINT): expected an address such as http://localhost:4318",
                "operate.token is blank (" + line("operate.token=") + "): expected at least 16 characters that nobody can guess,"
                        + " since operate.host lets everybody who reaches this machine pause and cancel campaigns",
                "notify.to is webhook, mail,pigeon (environment NOTIFY_TO): expected channels that have a kamelet <name>-notifications-sink: mail, webhook",
                "notify.webhook.url is blank (" + line("notify.webhook.url=") + "): expected a value, since notify.to names webhook",
                "notify.mail.port is 70000 (environment NOTIFY_MAIL_PORT): expected a port from 1 to 65535",
                "notify.mail.from is blank (" + line("notify.mail.from=") + "): expected a value, since notify.to names mail",
                "notify.mail.to is blank (" + line("notify.mail.to=") + "): expected a value, since notify.to names mail");
    }

    @Test
    void what_a_stage_can_work_with_is_no_problem() throws IOException {
        mount("kamelets/bundle-001/pigeon-notifications-sink.kamelet.yaml", "mounted");
        mount("sources/30-dial-contacts.camel.yaml", "mounted");

        assertThat(read(Map.of("SNAPSHOT_ZONE", "Europe/Madrid", "SNAPSHOT_AGENTS", "diga/a1,feather/b2", "SALESFORCE_LOGIN_URL", "file:/etc/login",
                "OPERATE_HOST", "0.0.0.0", "OPERATE_TOKEN", "sixteen-characters", "NOTIFY_TO", "webhook,pigeon",
                "NOTIFY_WEBHOOK_URL", "https://hooks.example.com/services/T1")).problems()).isEmpty();
        assertThat(read(Map.of("OPERATE_TOKEN", "fifteen-letters")).problems()).singleElement().asString()
                .isEqualTo("operate.token is a value that is not shown (environment OPERATE_TOKEN): expected at least 16 characters, such as openssl rand -hex 24 prints");
    }

    @Test
    void where_a_webhook_posts_is_told_without_the_path_that_lets_in() throws IOException {
        Settings right = read(Map.of("NOTIFY_WEBHOOK_URL", "https://hooks.example.com:444/services/the-hidden-path"));
        Settings withUser = read(Map.of("NOTIFY_WEBHOOK_URL", "https://the-hidden:word@hooks.example.com/services/the-hidden-path"));
        Settings wrong = read(Map.of("NOTIFY_WEBHOOK_URL", "hooks.example.com/services/the-hidden-path"));

        assertThat(right.listing()).contains("notify.webhook.url = https://hooks.example.com:444/(hidden) ").doesNotContain("the-hidden");
        assertThat(withUser.listing()).contains("notify.webhook.url = (hidden) ").doesNotContain("the-hidden");
        assertThat(wrong.problems()).containsExactly(
                "notify.webhook.url is hooks.example.com/(hidden) (environment NOTIFY_WEBHOOK_URL): expected an address such as https://hooks.example.com/…");
    }

    @Test
    void a_route_of_somebody_s_own_may_have_settings_of_its_own() throws IOException {
        Files.writeString(file, Files.readString(file) + "\nenrich.url=http://localhost:8080\n");

        assertThat(read(Map.of()).problems()).isEmpty();
    }

    @Test
    void a_setting_that_the_file_lost_is_no_problem() throws IOException {
        Files.writeString(file, "data.dir=data\nroutes.dir=routes\n");

        assertThat(read(Map.of()).problems()).isEmpty();
    }

    private String line(String start) throws IOException {
        return file + ":" + (Files.readAllLines(file).stream().takeWhile(each -> !each.startsWith(start)).count() + 1);
    }

    private void mount(String path, String text) throws IOException {
        Path target = dir.resolve("camel").resolve(path);
        Files.createDirectories(target.getParent());
        Files.writeString(target, text);
    }

    private Settings read(Map<String, String> environment) {
        return Settings.read(file, new Mounts(dir.resolve("camel")), environment);
    }
}
