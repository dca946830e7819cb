package io.voicecampaigns.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    @ParameterizedTest
    @ValueSource(strings = {"612345678", "+34612345678", "0034612345678", "612 345 678", "612.34.56.78", "612-345-678", "(+34) 612 345 678",
        "+34\u00a0612\u00a0345\u00a0678", "+34\u202f612\u2009345\u2013678", "91 / 234 56 78", "34612345678", "\u0666\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668",
        "+442079460123", "93.123.45.67"})
    void a_phone_number_in_any_form_is_masked(String number) {
        assertThat(redaction.mask("calling " + number + " now")).isEqualTo("calling [number] now");
        assertThat(redaction.mask("{\"to\":\"" + number + "\"}")).isEqualTo("{\"to\":\"[number]\"}");
    }

    @Test
    void a_number_is_masked_whatever_it_is_glued_to() {
        assertThat(redaction.mask("to=%2B34612345678&x")).doesNotContain("612345678");
        assertThat(redaction.mask("\\u002B34612345678")).doesNotContain("612345678");
        assertThat(redaction.mask("tel612345678x")).isEqualTo("tel[number]x");
        assertThat(redaction.mask("2026-11-20 612345678")).isEqualTo("2026-11-20 [number]");
        assertThat(redaction.mask("1795180800000 612345678")).isEqualTo("1795180800000 [number]");
        assertThat(redaction.mask("3c90c3cc-0d44-4b50-8888-8dd25736052a +34 612 345 678")).endsWith(" [number]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3c90c3cc-0d44-4b50-8888-8dd25736052a", "12345678-1234-5234-8234-123456789012", "2026-11-20T13:02:48.123456789+01:00",
        "2026-11-20T12:02:48.123Z", "2026-11-20 13:02:48.123456", "13:02:48.123456789", "7 2026-11-20", "PT12M3.123456789S", "PT0.123456789S", "P12DT3H",
        "1795180800000", "127.0.0.1:45678", "4.18.0", "HTTP 503", "row 12,345", "200 of 1,000,000 rows in 12345 ms", "attempt 12345678",
        "D7D3C5F1AF9AB0F-0000000000000001", "12A4C5F1AF9AB0F-0000000000000001",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "Camel 4.18.0 (camel-1) started in 345ms (build:0ms init:0ms start:345ms)",
        "jdbc:sqlite:data/ledger.db", "io.voicecampaigns.ledger.Ledger@1a2b3c4d", "config/campaigns/demo.yaml: line 12: calling.window"})
    void ids_times_and_sizes_stay_readable(String text) {
        assertThat(redaction.mask(text)).isEqualTo(text);
        assertThat(redaction.mask("a " + text + ", b")).isEqualTo("a " + text + ", b");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\0', value = {
        "got https://media.example/rec/ab12?sig=x now, got https://media.example/... now",
        "https://media.example:8443/rec, https://media.example:8443/...",
        "https://media.example?token=x, https://media.example/...",
        "http://127.0.0.1:8080, http://127.0.0.1:8080",
        "http://127.0.0.1:8080/, http://127.0.0.1:8080/",
        "https://ana:pass@media.example/rec, https://media.example/...",
        "https://ana:pass@media.example, https://media.example",
        "https:\\/\\/media.example\\/rec\\/ab12, https://media.example/...",
        "https%3A%2F%2Fmedia.example%2Frec%2Fab12, https://media.example/...",
        "{\"recording_url\":\"https://media.example/rec/ab12\"}, {\"recording_url\":\"https://media.example/...\"}",
        "s3://bucket/rec.mp3, s3://bucket/...",
        "jdbc:postgresql://ana:pw@db:5432/ledger?user=ana&password=pw, jdbc:postgresql://db:5432/ledger?...",
        "kamelet://diga-start-call-action?apiKey=k1, kamelet://diga-start-call-action?..."})
    void only_the_host_of_a_url_is_left(String text, String masked) {
        assertThat(redaction.mask(text)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ana@example.com", "maría.peña+x@correo.example.es", "ana%40example.com"})
    void an_e_mail_address_is_masked(String address) {
        assertThat(redaction.mask("<" + address + ">")).isEqualTo("<[e-mail]>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization: Bearer abc.def-123", "authorization: Basic QW5hOnBhc3M=", "uses Bearer abcdefgh123", "Set-Cookie: sid=a1b2; Path=/"})
    void credentials_on_the_wire_are_masked(String text) {
        assertThat(redaction.mask(text)).contains("[secret]").doesNotContain("abc", "QW5h", "a1b2");
    }

    @Test
    void a_registered_secret_is_masked_as_it_is_and_encoded() {
        redaction.addSecret("k+y/12");
        redaction.addSecret("k+y/12 and more");

        assertThat(redaction.mask("a k+y/12 b")).isEqualTo("a [secret] b");
        assertThat(redaction.mask("a k+y/12 and more b")).isEqualTo("a [secret] b");
        assertThat(redaction.mask("a k%2By%2F12 b")).isEqualTo("a [secret] b");
        assertThat(redaction.mask("a ayt5LzEy b")).isEqualTo("a [secret] b");
    }

    @Test
    void a_secret_too_short_to_be_one_does_not_blank_out_words() {
        redaction.addSecret("no");
        redaction.addSecret("    ");
        redaction.addSecret(null);

        assertThat(redaction.mask("not now")).isEqualTo("not now");
    }

    @ParameterizedTest
    @ValueSource(strings = {"caught: java.lang.IllegalArgumentException: María", "Caused by: [java.io.IOException - María]",
        "SomeException(María)", "Exchange[Id: 1, BodyType: String, Body: María]"})
    void what_others_log_is_cut_where_values_may_begin(String text) {
        assertThat(redaction.maskForeign(text, null)).doesNotContain("María").endsWith("...");
        assertThat(redaction.mask(text)).contains("María");
    }

    @Test
    void what_others_quote_of_the_exception_they_log_is_withheld() {
        Exception thrown = new IllegalStateException("outer", new IllegalArgumentException("no such name: María"));

        assertThat(redaction.maskForeign("failed because no such name: María, going on", thrown)).isEqualTo("failed because [withheld], going on");
    }

    @Test
    void masking_twice_changes_nothing_more() {
        redaction.addSecret("sesame-1");
        String once = redaction.mask("sesame-1 +34 612 345 678 https://a.example/b ana@example.com Authorization: Bearer xyzxyzxyz");

        assertThat(redaction.mask(once)).isEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "aA", "a.", "@", "a@", "?a=", "1-", "Exception", "A1", "http://", "a1b2-", "12:34:56"})
    void a_long_text_of_anything_is_masked_in_no_time(String unit) {
        String text = unit.repeat(300_000 / unit.length());

        assertTimeoutPreemptively(Duration.ofSeconds(30), () -> redaction.maskForeign(text, null));
    }
}
