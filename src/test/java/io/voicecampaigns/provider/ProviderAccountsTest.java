package io.voicecampaigns.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderAccountsTest {

    @Test
    void an_account_is_read_from_the_settings() {
        Providers providers = Providers.of(Map.of("providers.diga.base-url", " https://api.diga.io ", "providers.diga.api-key",
                "sk-1",
                "providers.diga.max-concurrent", "15", "providers.diga.colour", "red", "camel.main.name", "x"));

        assertThat(providers.all()).containsExactly(
                new ProviderAccount("diga", URI.create("https://api.diga.io"), new Secret("sk-1"), OptionalInt.of(15)));
        assertThat(providers.account("feather")).isEmpty();
    }

    @Test
    void empty_settings_are_no_account_and_no_problem() {
        assertThat(Providers.of(Map.of("providers.diga.base-url", "", "providers.diga.api-key", " ",
                "providers.diga.max-concurrent", "")).all()).isEmpty();
    }

    @Test
    void all_problems_of_all_accounts_come_at_once_and_show_no_value() {
        InvalidProviderException refused = catchThrowableOfType(InvalidProviderException.class, () -> Providers.of(Map.of(
                "providers.diga.base-url", "http://user:pw@api.diga.io?x", "providers.diga.api-key", "sk 4711\n",
                        "providers.diga.max-concurrent", "0",
                "providers.other.api-key", "sk-1", "providers.third.base-url", "nowhere")));

        assertThat(refused.problems()).extracting(Problem::toString).containsExactlyInAnyOrder(
                "settings providers.diga.base-url: must be https; http is for this machine alone (127.0.0.1)",
                "settings providers.diga.base-url: must hold no credentials, query or fragment",
                "settings providers.diga.api-key: must consist of visible ASCII characters without blanks, as HTTP headers do",
                "settings providers.diga.max-concurrent: must be a number of calls from 1 to 999999",
                "settings providers.other.base-url: is missing, while there is a key",
                "settings providers.third.base-url: must be an address such as https://api.example.com",
                "settings providers.third.api-key: is missing, while there is an address");
        assertThat(refused.getMessage()).doesNotContain("4711", "pw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8099", "http://localhost:1", "http://[::1]:80", "https://api.diga.io/",
            "HTTPS://api.diga.io"})
    void plain_http_is_for_this_machine_alone(String url) {
        assertThat(ProviderAccount.problemsOfUrl(URI.create(url))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://api.diga.io", "http://127.0.0.1.evil.example", "http://localhost.evil.example",
            "ftp://127.0.0.1", "file:///x", "api.diga.io", "/x"})
    void nothing_else_is_reached_without_tls(String url) {
        assertThat(ProviderAccount.problemsOfUrl(URI.create(url))).isNotEmpty();
    }

    @Test
    void a_secret_shows_itself_nowhere() {
        ProviderAccount account = account("https://api.diga.io", "sk-1");

        assertThat(account.toString()).contains("***").doesNotContain("sk-1");
        assertThat(account.apiKey().reveal()).isEqualTo("sk-1");
    }

    @Test
    void a_fingerprint_tells_accounts_apart_without_their_key() {
        Secret installation = new Secret("installation");
        String fingerprint = account("https://api.diga.io", "sk-1").fingerprint(installation);

        assertThat(fingerprint).matches("[0-9a-f]{64}").isEqualTo(account("https://api.diga.io/", "sk-1")
                .fingerprint(installation));
        assertThat(List.of(account("https://api.diga.io", "sk-2").fingerprint(installation),
                account("https://other.example", "sk-1").fingerprint(installation),
                account("https://api.diga.io", "sk-1").fingerprint(new Secret("other")))).doesNotContain(fingerprint)
                        .doesNotHaveDuplicates();
    }

    private static ProviderAccount account(String url, String key) {
        return new ProviderAccount("diga", URI.create(url), new Secret(key), OptionalInt.empty());
    }
}
