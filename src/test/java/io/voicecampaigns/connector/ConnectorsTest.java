package io.voicecampaigns.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.campaign.Campaign;
import io.voicecampaigns.campaign.CampaignReader;
import io.voicecampaigns.campaign.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a campaign file says of a connector is compared with what the connector's file declares. */
class ConnectorsTest {
    private static final String PLAIN = "provider: diga\nfrom-number: \"+34910000000\"\ncontacts: {phone: telefono}\n";
    private static final Map<String, String> SETTINGS = Map.of("{{env:SHOP_TOKEN}}", "s3same-token", "{{env:SHOP_URL}}", "https://shop.example/api");

    @TempDir
    private Path dir;
    private Kamelets kamelets;

    @BeforeEach
    void kamelets() throws IOException {
        for (String name : List.of("shop-contacts-source", "shop-outcomes-sink")) {
            Files.copy(Path.of("src/test/resources/connectors", name + ".kamelet.yaml"), dir.resolve(name + ".kamelet.yaml"));
        }
        kamelets = Kamelets.in(dir);
        kamelets.look();
    }

    private static String resolved(String text) {
        String value = text;
        for (Map.Entry<String, String> setting : SETTINGS.entrySet()) {
            value = value.replace(setting.getKey(), setting.getValue());
        }
        if (value.contains("{{env:")) {
            throw new IllegalArgumentException("not set");
        }
        return value;
    }

    private CampaignReader.Result read(String lines, boolean isSimulated) {
        return new CampaignReader(provider -> java.util.Set.of(), new Connectors(kamelets, ConnectorsTest::resolved, isSimulated))
                .read("tienda", "tienda.yaml", (PLAIN + lines).getBytes(StandardCharsets.UTF_8));
    }

    private List<Problem> problems(String lines, boolean isSimulated) {
        return read(lines, isSimulated) instanceof CampaignReader.Problems bad ? bad.problems() : List.of();
    }

    @Test
    void what_a_kamelet_declares_can_be_said_in_kebab_case_and_lists() {
        Campaign campaign = ((CampaignReader.Read) read("""
                source: {from: shop, every: 90s, url: "http://crm/x", api-token: "{{env:SHOP_TOKEN}}", segment-name: [a, b]}
                report: [{to: file, excel: true}, {to: shop, batch: 200, url: "{{env:SHOP_URL}}"}]
                """, false)).campaign();

        assertThat(campaign.source().system()).isEqualTo("shop");
        assertThat(campaign.source().every()).hasSeconds(90);
        assertThat(campaign.source().properties()).containsEntry("apiToken", "{{env:SHOP_TOKEN}}").containsEntry("segmentName", "a,b").hasSize(3);
        assertThat(campaign.source().toString()).doesNotContain("crm");
        assertThat(campaign.report().sinks()).containsExactly("file", "shop");
        assertThat(campaign.report().excel()).isTrue();
        assertThat(campaign.report().sink("shop").orElseThrow().batch()).hasValue(200);
        assertThat(campaign.report().sink("shop").orElseThrow().properties()).isEqualTo(Map.of("url", "{{env:SHOP_URL}}"));
    }

    @Test
    void fields_of_their_own_reach_a_kamelet_as_json_whose_braces_stand_apart() {
        Campaign campaign = ((CampaignReader.Read) read("""
                report:
                  to: shop
                  url: {Open: true, Tries: 3, Word: "3", Status: {answered: Responded, otherwise: "Tried ${attempt}"}}
                """, false)).campaign();

        assertThat(campaign.report().sink("shop").orElseThrow().properties()).containsEntry("url",
                "{\"Open\":true,\"Tries\":3,\"Word\":\"3\",\"Status\":{\"answered\":\"Responded\",\"otherwise\":\"Tried ${attempt}\"} }");
    }

    @Test
    void a_source_that_starts_with_another_is_refused() throws IOException {
        Files.writeString(dir.resolve("nested-contacts-source.kamelet.yaml"), """
                spec:
                  definition: {title: Nested}
                  template:
                    from:
                      uri: kamelet:shop-contacts-source
                      steps: [{to: {uri: kamelet:sink}}]
                """);
        kamelets.look();
        kamelets.look();

        assertThat(problems("source: {from: nested}\n", false)).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains("source.from", "nested-contacts-source starts with another kamelet, and Camel would lose what that one hands over"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "source: {from: shop}                             | source.url       | is missing; shop-contacts-source requires it",
        "source: {from: shop, url: x, segment: a}         | source.segment   | is no property of shop-contacts-source; expected apiToken, campaign, cursor",
        "source: {from: shop, url: x, cursor: a}          | source.cursor    | is set by the product",
        "source: {from: tienda, url: x}                   | source.from      | there is no kamelet tienda-contacts-source",
        "source: {from: shop, url: `{{env:NOT_SET}}`}     | source.url       | names a setting or a variable of the environment that is not set",
        "source: {from: file, every: 5m}                  | source.every     | is not known here",
        "source: {from: shop, url: x, every: often}       | source.every     | is no duration",
        "report: {to: shop}                               | report.url       | is missing; shop-outcomes-sink requires it",
        "report: {to: [file, shop], url: x, uri: y}       | report.uri       | is no property of shop-outcomes-sink",
        "report: {to: tienda}                             | report.to        | there is no kamelet tienda-outcomes-sink",
        "report: [{to: shop, url: x}, {to: shop, url: y}] | report.to        | names the same twice",
        "report: [{to: file}, {url: y}]                   | report.to        | is missing",
        "report: {to: shop, url: x, batch: 0}             | report.batch     | expected a whole number from 1",
    })
    void what_is_wrong_names_the_field_and_the_kamelet(String line, String field, String reason) {
        assertThat(problems(line.replace('`', '"'), false)).anySatisfy(problem -> {
            assertThat(problem.field()).isEqualTo(field);
            assertThat(problem.reason()).contains(reason);
        });
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1:8080/x, true", "http://localhost/x, true", "http://[::1]:9/x, true", "https://shop.example/x, false",
        "http://127.0.0.1@shop.example/x, false", "http://127.0.0.1.shop.example/x, false", "'{{env:SHOP_URL}}', false", "http://10.0.0.1/x, false",
        "shop.example/x, false"})
    void an_invented_outcome_stays_on_this_machine(String url, boolean isUsed) {
        List<Problem> problems = problems("report: {to: [file, shop], url: \"" + url + "\"}", true);

        assertThat(problems.isEmpty()).as(problems.toString()).isEqualTo(isUsed);
        assertThat(problems).allSatisfy(problem -> assertThat(problem.reason()).contains("outcomes are simulated and must not leave this machine",
                "shop-outcomes-sink"));
        assertThat(problems("report: {to: [file, shop], url: \"" + url + "\"}", false)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"https://api.shop.example/x", "salesforce:upsertSObject", "kafka:outcomes", "kamelet:unknown-action/x", "smtp:mail.example", "direct:push-to-crm",
        "seda:push-to-crm"})
    void a_sink_that_knows_where_to_go_by_itself_is_not_used_either(String uri) throws IOException {
        Path file = dir.resolve("shop-outcomes-sink.kamelet.yaml");
        Files.writeString(file, Files.readString(file).replace("uri: \"{{url}}\"", "uri: \"" + uri + "\""));
        kamelets.look();

        assertThat(problems("report: {to: shop, url: \"http://127.0.0.1:1/\"}", true)).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("must not leave this machine"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "report: {to: hubspot, token: t}                                                                                         | api.hubapi.com",
        "report: {to: hubspot, token: t, base-url: http://127.0.0.1:1}                                                           | ",
        "report: {to: http, url: https://crm.example/calls, record: '{}'}                                                        | crm.example",
        "report: {to: http, url: http://127.0.0.1:1/calls, record: '{}', token-url: https://login.example, client-secret: s}     | login.example",
        "report: {to: http, url: http://127.0.0.1:1/calls, record: '{}'}                                                         | "})
    void the_crms_that_come_with_the_service_keep_to_this_too(String line, String host) {
        kamelets = Kamelets.in(Path.of("routes/kamelets"));
        kamelets.look();

        assertThat(problems(line, true).stream().map(Problem::reason).toList().toString()).contains(host == null ? "[]" : "would write to " + host);
        assertThat(problems(line, false)).isEmpty();
    }

    @Test
    void an_address_that_only_a_property_names_counts_wherever_the_kamelet_makes_use_of_it() throws IOException {
        Path file = dir.resolve("shop-outcomes-sink.kamelet.yaml");
        Files.writeString(file, Files.readString(file).replace("uri: \"{{url}}\"", "uri: \"${variable.where}\""));
        kamelets.look();
        kamelets.look();

        assertThat(problems("report: {to: shop, url: \"https://shop.example/\"}", true)).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("would write to shop.example"));
        assertThat(problems("report: {to: shop, url: \"http://127.0.0.1:1/\"}", true)).isEmpty();
    }

    @Test
    void a_source_whose_timer_all_campaigns_would_share_is_refused() throws IOException {
        Path file = dir.resolve("shop-contacts-source.kamelet.yaml");
        Files.writeString(file, Files.readString(file).replace("shop-{{campaign}}", "shop"));
        kamelets.look();

        assertThat(problems("source: {from: shop, url: x}", false)).singleElement()
                .satisfies(problem -> assertThat(problem.reason()).contains("expected {{campaign}} in its timerName"));
    }

    @Test
    void a_kamelet_that_cannot_be_read_is_none_and_a_secret_is_known_as_one() throws IOException {
        Files.writeString(dir.resolve("new-contacts-source.kamelet.yaml"), "spec: {template: {from");
        kamelets.look();
        assertThat(kamelets.find("new-contacts-source")).isEmpty();
        Files.copy(dir.resolve("shop-contacts-source.kamelet.yaml"), dir.resolve("new-contacts-source.kamelet.yaml"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        kamelets.look();
        assertThat(kamelets.find("new-contacts-source")).isPresent();

        assertThat(new Connectors(kamelets, ConnectorsTest::resolved, false).secrets("shop-contacts-source",
                Map.of("apiToken", "{{env:SHOP_TOKEN}}", "url", "{{env:SHOP_URL}}"))).containsExactly("s3same-token");
    }

    @Test
    void a_token_is_a_secret_wherever_it_comes_from() throws IOException {
        Connectors connectors = new Connectors(kamelets, ConnectorsTest::resolved, false);
        assertThat(connectors.secrets("shop-contacts-source", Map.of("url", "https://shop.example/?key={{env:SHOP_TOKEN}}&at={{env:SHOP_URL}}")))
                .as("in a property that is declared as none").containsExactly("s3same-token");

        Path file = dir.resolve("shop-contacts-source.kamelet.yaml");
        Files.writeString(file, Files.readString(file).replaceFirst("        format: password\n        default: \"\"", "        default: \"{{env:SHOP_TOKEN}}\""));
        kamelets.look();

        assertThat(connectors.secrets("shop-contacts-source", Map.of())).as("in a default, of a property named like one").containsExactly("s3same-token");
        assertThat(connectors.secrets("shop-contacts-source", Map.of("apiToken", "given"))).containsExactly("given");
    }
}
