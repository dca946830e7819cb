package io.voicecampaigns.salesforce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.simulator.salesforce.SalesforceFault;
import io.voicecampaigns.simulator.salesforce.SalesforceStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever logs in how: by the settings alone, and not before there is something to ask. */
class LoginTest {
    private static final String SECRET = SalesforceStandIn.CLIENT_SECRET;

    @TempDir
    Path dir;
    private SalesforceFixture salesforce;

    @BeforeEach
    void make() {
        salesforce = new SalesforceFixture(dir);
    }

    @AfterEach
    void stop() {
        salesforce.close();
    }

    @Test
    void a_client_s_own_credentials() throws Exception {
        assertThat(login("", "", "", "", "")).containsEntry("grant_type", "client_credentials").containsEntry("client_secret", SECRET);
    }

    @Test
    void a_user_with_a_password() throws Exception {
        assertThat(login("ana@example.org", "word-and-token", "", "", "")).containsEntry("grant_type", "password")
                .containsEntry("username", "ana@example.org").containsEntry("password", "word-and-token");
    }

    @Test
    void a_refresh_token() throws Exception {
        assertThat(login("", "", "5Aep861-token", "", "")).containsEntry("grant_type", "refresh_token").containsEntry("refresh_token", "5Aep861-token");
    }

    @Test
    void a_signed_assertion() throws Exception {
        Path keystore = dir.resolve("salesforce.p12");
        int made = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", "app", "-keyalg", "RSA",
                "-keysize", "2048", "-dname", "CN=voice-campaigns", "-storetype", "PKCS12", "-keystore", keystore.toString(), "-storepass", "changeit")
                .redirectErrorStream(true).redirectOutput(dir.resolve("keytool.txt").toFile()).start().waitFor();
        assertThat(made).isZero();

        Map<String, String> login = login("ana@example.org", "", "", keystore.toString(), "changeit");

        assertThat(login).containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer").doesNotContainKey("client_secret");
    }

    @Test
    void a_secret_may_stand_in_a_mounted_file() throws Exception {
        Path file = Files.writeString(dir.resolve("client-secret"), SECRET + "\n");
        salesforce.beans.put("salesforce", org(salesforce.org.baseUri().toString(), "file:" + file));

        assertThat(check().getException()).isNull();
        assertThatThrownBy(() -> org("https://login.example", "file:" + dir.resolve("none")).component()).isInstanceOf(SalesforceException.class)
                .hasMessage("the file that should hold Salesforce's clientSecret cannot be read");
    }

    @Test
    void nothing_is_contacted_before_there_is_something_to_ask() throws Exception {
        salesforce.start();
        assertThat(salesforce.org.requests(SalesforceFault.On.ANY)).isZero();

        salesforce.check(List.of(salesforce.contact("Alonso")));

        assertThat(salesforce.org.requests(SalesforceFault.On.LOGIN)).isEqualTo(1);
    }

    @Test
    void an_org_that_is_not_set_up_refused_or_out_of_reach_says_so_and_stops_nobody_else() throws Exception {
        salesforce.beans.put("salesforce", new SalesforceOrg("", "", "", "", "", "", "", "", 30_000, 30_000));
        assertThat(check().getException()).hasMessage("the org salesforce is not set up: salesforce.login-url and salesforce.client-id are missing");
        salesforce.close();

        make();
        salesforce.beans.put("salesforce", org(salesforce.org.baseUri().toString(), "wrong"));
        assertThat(check().getException()).isInstanceOf(SalesforceException.class).hasMessage("the org salesforce answered 400 invalid_client");
        salesforce.close();

        make();
        salesforce.beans.put("salesforce", SalesforceFixture.orgAt("http://127.0.0.1:1"));
        assertThat(check().getException()).isInstanceOf(SalesforceException.class).hasMessage("the org salesforce cannot be reached (ConnectException)");
    }

    @Test
    void several_orgs_stand_side_by_side() throws Exception {
        try (SalesforceStandIn east = SalesforceStandIn.start(salesforce.clock, 0)) {
            east.create("Contact", Map.of("LastName", "Este", "Phone", "600 000 001"));
            salesforce.beans.put("salesforce-east", SalesforceFixture.orgAt(east.baseUri().toString()));
            salesforce.start();
            salesforce.contact("Oeste");
            Map<String, String> query = Map.of("soql", "SELECT LastName FROM Contact", "settleSeconds", "0");

            assertThat(salesforce.read(query).contacts()).singleElement().asString().contains("Oeste");
            assertThat(salesforce.read(Map.of("soql", "SELECT LastName FROM Contact", "settleSeconds", "0", "org", "salesforce-east")).contacts())
                    .singleElement().asString().contains("Este");
            assertThat(east.requests(SalesforceFault.On.LOGIN)).isEqualTo(1);
        }
    }

    private Map<String, String> login(String user, String password, String refreshToken, String keystore, String keystorePassword) throws Exception {
        salesforce.beans.put("salesforce", new SalesforceOrg(salesforce.org.baseUri().toString(), SalesforceStandIn.CLIENT_ID, SECRET, user, password,
                refreshToken, keystore, keystorePassword, 30_000, 30_000));
        assertThat(check().getException()).isNull();
        return salesforce.org.logins().get(0);
    }

    private static SalesforceOrg org(String loginUrl, String secret) {
        return new SalesforceOrg(loginUrl, SalesforceStandIn.CLIENT_ID, secret, "", "", "", "", "", 30_000, 30_000);
    }

    private Exchange check() throws Exception {
        salesforce.start();
        return salesforce.check(List.of(salesforce.contact("Alonso")));
    }
}
