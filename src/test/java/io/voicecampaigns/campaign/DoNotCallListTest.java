package io.voicecampaigns.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DoNotCallListTest {
    /** Enough of a normaliser: nine digits are a Spanish number. */
    static final Function<String, Optional<String>> SPANISH = text -> {
        String digits = text.replaceAll("[^0-9]", "").replaceFirst("^0034", "");
        return digits.length() == 9 ? Optional.of("+34" + digits) : Optional.empty();
    };

    @Test
    void holds_each_number_of_the_file_in_whatever_form() {
        DoNotCallList list = parse("""
                # asked us to stop

                +34600000001
                 600 00 00 02   # by letter, 3 May
                0034-600000003
                \u00a0600000004\u00a0
                """);

        assertThat(list.size()).isEqualTo(4);
        assertThat(list.problems()).isEmpty();
        for (String number : new String[] {"+34600000001", "+34600000002", "+34600000003", "+34600000004"}) {
            assertThat(list.contains(number)).isTrue();
        }
        assertThat(list.contains("+34600000005")).isFalse();
        assertThat(DoNotCallList.NONE.contains("+34600000001")).isFalse();
    }

    @Test
    void lines_that_are_no_number_are_told_by_line_and_never_repeated() {
        DoNotCallList list = parse("600000001\nAna 60000\n600000002\n\n6E+08\n");

        assertThat(list.size()).isEqualTo(2);
        assertThat(list.problems()).extracting(Problem::line).containsExactly(2, 5);
        assertThat(list.problems().toString()).contains("dnc.txt").doesNotContain("Ana", "60000", "6E+08");
    }

    @Test
    void of_many_unreadable_lines_the_first_are_told_and_the_rest_counted() {
        DoNotCallList list = parse("nobody\n".repeat(50) + "600000001\n");

        assertThat(list.problems()).hasSize(21);
        assertThat(list.problems().get(20).reason()).startsWith("30 more lines");
    }

    @Test
    void reads_the_encodings_that_spreadsheets_and_editors_write() {
        String text = "\uFEFF600000001 # Peña\n600000002\n";

        for (Charset charset : new Charset[] {StandardCharsets.UTF_8, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE}) {
            assertThat(parse(text.getBytes(charset)).size()).as(charset.name()).isEqualTo(2);
        }
        assertThat(parse("600000001 # Peña\r\n600000002\r\n".getBytes(Charset.forName("windows-1252"))).size()).isEqualTo(2);
    }

    @Test
    void a_question_about_something_else_than_a_number_is_refused_without_repeating_it() {
        assertThatThrownBy(() -> DoNotCallList.NONE.contains("600000001"))
                .isInstanceOf(IllegalArgumentException.class).hasMessageNotContaining("600000001");
    }

    @Test
    void a_million_numbers_are_found_and_no_others() {
        String million = IntStream.range(0, 1_000_000).mapToObj(i -> "+34" + (700_000_000 - 2 * i)).collect(Collectors.joining("\n"));

        DoNotCallList list = parse(million);

        assertThat(list.size()).isEqualTo(1_000_000);
        assertThat(list.contains("+34700000000")).isTrue();
        assertThat(list.contains("+34698000002")).isTrue();
        assertThat(list.contains("+34698000003")).isFalse();
    }

    private static DoNotCallList parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DoNotCallList parse(byte[] content) {
        return DoNotCallList.parse("dnc.txt", content, SPANISH);
    }
}
