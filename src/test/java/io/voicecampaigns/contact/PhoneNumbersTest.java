package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.voicecampaigns.contact.PhoneNumbers.Invalid;
import io.voicecampaigns.contact.PhoneNumbers.Valid;
import java.time.ZoneId;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    private final PhoneNumbers numbers = new PhoneNumbers();

    @ParameterizedTest
    @ValueSource(strings = {"612345678", "612 34 56 78", "612-34-56-78", "612.34.56.78", "612/345678", "(612) 345 678",
        "(+34) 612345678",
        "0034612345678", "00 34 612 345 678", "'612345678", "’612345678", "+34 612 345 678", "+34612345678", "34612345678",
        "\u00a0612\u00a034\u202f56\u200978", "\u202a+34\u00a0612\u00a034\u00a056\u00a078\u202c", "\ufeff612345678\u200b",
        "612\u201134\u201356\u221278",
        "tel:612345678", "TEL: +34-612-34-56-78", "６１２３４５６７８", "＋３４　６１２３４５６７８", "٦١٢٣٤٥٦٧٨", "\t612345678\n"})
    void a_number_is_read_however_it_is_written(String text) {
        assertThat(numbers.normalise(text, "ES")).isEqualTo(new Valid("+34612345678"));
    }

    @ParameterizedTest
    @CsvSource({"GB, 07400 123456, +447400123456", "GB, +44 (0)20 7946 0018, +442079460018", "US, (202) 456-1111, +12024561111",
        "FR, 06 12 34 56 78, +33612345678", "ES, +33 6 12 34 56 78, +33612345678", "US, 011 34 612 34 56 78, +34612345678",
        "IT, 06 698 1, +39066981", "ES, 910 00 00 00, +34910000000", "ES, 900 12 34 56, +34900123456",
        "ES, 734 56 78 90, +34734567890"})
    void national_numbers_belong_to_the_region_and_others_to_their_country(String region, String text, String e164) {
        assertThat(numbers.normalise(text, region)).isEqualTo(new Valid(e164));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6,12E+08", "6.12E+08", "3,46123E+10", "6E+08", "6.12345678E8", "'6,12e+08", " 6,12E+08 "})
    void a_number_that_excel_destroyed_says_so_and_what_to_do(String text) {
        assertThat(reason(text))
                .isEqualTo("lost its digits in Excel (scientific notation): format the column as text and export again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"612345678.0", "612345678,0", "34612345678.0", "+34612345678.0", "612345670.0"})
    void a_decimal_zero_is_removed_where_only_one_number_can_be_meant(String text) {
        assertThat(numbers.normalise(text, "ES"))
                .isInstanceOf(Valid.class).isEqualTo(numbers.normalise(text.substring(0, text.length() - 2), "ES"));
    }

    @Test
    void a_decimal_zero_that_may_be_a_digit_is_refused() {
        assertThat(reason("61234567.0"))
                .isEqualTo("may have got its last zero from a spreadsheet: format the column as text and export again");
    }

    @Test
    void a_number_with_a_decimal_zero_is_refused_for_what_else_is_wrong_with_it() {
        assertThat(reason("6123456.0")).isEqualTo("has too few digits");
        assertThat(reason("806123456.0")).isEqualTo("is a premium-rate number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"612345678 ext 5", "612345678x5", "612345678 ext. 1234", "tel:612345678;ext=5",
        "+34 910 000 000 extensión 3", "612345678#5"})
    void extensions_are_refused(String text) {
        assertThat(reason(text)).isEqualTo("has an extension, which cannot be dialled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"612-FLOWER", "612345678 casa", "Ana 612345678", "61234567A", "O12345678", "612345678*", "N/A",
        "#N/A", "########", "ñ", "😀",
        "612+345678", "+34+34612345678", "++34612345678", "612345678;phone-context=+34"})
    void what_a_dialler_would_have_to_guess_at_is_refused(String text) {
        assertThat(reason(text)).isEqualTo("holds something that is not a phone number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"612345678 / +34699123123", "612345678,699123123", "612345678; 699 123 123", "612345678|910000000",
        "61234567/8", "6123456 / 78"})
    void a_cell_that_may_hold_two_numbers_is_refused(String text) {
        assertThat(reason(text)).isEqualTo("may hold two numbers");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "61234567            | has too few digits",
        "-                   | has too few digits",
        "6                   | has too few digits",
        "+34 6               | has too few digits",
        "6123456789          | has too many digits",
        "612345678 699123123 | has too many digits",
        "0612345678          | has too many digits",
        "+999 612345678      | has no country code that exists",
        "500000000           | is not in use in its country",
        "+34 412345678       | is not in use in its country",
        "806 12 34 56        | is a premium-rate number",
        "+34803123456        | is a premium-rate number",
        "902 12 34 56        | is a shared-cost number",
        "901123456           | is a shared-cost number",
        "112                 | is a short number",
        "091                 | is a short number",
        "1004                | is a short number"})
    void other_numbers_are_refused_with_the_reason(String text, String reason) {
        assertThat(reason(text)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00a0\t", "'", "tel:", "\ufeff"})
    void an_empty_cell_is_no_number(String text) {
        assertThat(reason(text)).isEqualTo("is empty");
    }

    @Test
    void no_reason_and_no_log_line_shows_the_number() {
        Random random = new Random(34);
        for (int i = 0; i < 5_000; i++) {
            String text = anyText(random);
            var normalised = numbers.normalise(text, "ES");

            if (normalised instanceof Invalid invalid) {
                assertThat(invalid.reason()).isNotBlank().doesNotContainPattern("\\d");
            } else {
                assertThat(normalised.toString()).doesNotContainPattern("\\d");
            }
        }
    }

    @Test
    void a_number_is_the_same_when_it_is_normalised_again() {
        Random random = new Random(164);
        for (int i = 0; i < 5_000; i++) {
            if (numbers.normalise(anyText(random), "ES") instanceof Valid valid) {
                assertThat(valid.e164()).matches("[+][1-9]\\d{6,14}");
                assertThat(numbers.normalise(valid.e164(), "US")).isEqualTo(valid);
            }
        }
    }

    @Test
    void a_very_long_cell_is_refused_at_once() {
        assertThat(reason("6".repeat(1_000_000))).isEqualTo("has too many digits");
        assertThat(reason("a".repeat(1_000_000))).isEqualTo("holds something that is not a phone number");
    }

    @Test
    void an_unknown_region_is_a_mistake_of_the_campaign() {
        assertThat(numbers.knowsRegion("ES")).isTrue();
        assertThat(numbers.knowsRegion("es")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.normalise("612345678", "XX")).withMessage("no such region: XX");
    }

    @Test
    void the_zones_of_a_number_are_all_it_may_ring_in() {
        assertThat(numbers.zones("+34612345678").orElseThrow())
                .containsExactly(ZoneId.of("Atlantic/Canary"), ZoneId.of("Europe/Madrid"));
        assertThat(numbers.zones("+442079460018")).contains(Set.of(ZoneId.of("Europe/London")));
        assertThat(numbers.zones("+12024561111")).contains(Set.of(ZoneId.of("America/New_York")));
    }

    @Test
    void a_number_that_tells_no_zone_has_no_zones() {
        assertThat(numbers.zones("+80012345678")).isEmpty();
        assertThat(numbers.zones("+881612345678")).isEmpty();
    }

    @Test
    void zones_and_region_are_asked_for_numbers_in_e164_only() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.zones("612345678")).withMessageNotContaining("612345678").withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> numbers.region("nadie")).withMessageNotContaining("nadie").withNoCause();
    }

    @Test
    void a_number_knows_its_region() {
        assertThat(numbers.region("+34612345678")).contains("ES");
        assertThat(numbers.region("+12045551234")).contains("CA");
        assertThat(numbers.region("+80012345678")).isEmpty();
    }

    private String reason(String text) {
        return ((Invalid) numbers.normalise(text, "ES")).reason();
    }

    private static String anyText(Random random) {
        String alphabet = "0123456789012345678901234567896634 +-.,/()xE'";
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "+34" : "");
        for (int length = 1 + random.nextInt(14); length > 0; length--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
