package io.voicecampaigns.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The sample list shows what real lists hold, and no number in it is anybody's. */
class DemoListTest {
    private static final int TELEFONO = 3;
    private static final int MOVIL = 4;
    private static final int COLUMNS = 7;

    private final PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    private final List<CsvRecord> rows = read();

    @Test
    void it_has_about_two_hundred_rows_of_which_a_few_are_bad() {
        assertThat(rows).hasSizeBetween(195, 205);
        assertThat(rows.stream().filter(row -> callable(row).isEmpty())).hasSize(4);
        assertThat(rows.stream().filter(row -> row.getFieldCount() != COLUMNS)).hasSize(1);
        assertThat(rows.stream().filter(row -> row.getField(1).isBlank())).hasSize(1);
        assertThat(rows.stream().map(row -> row.getField(0)).distinct()).hasSize(rows.size() - 1);
    }

    @Test
    void every_customer_has_a_number_of_their_own() {
        Set<String> seen = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (CsvRecord row : rows) {
            if (keys.add(row.getField(0))) {
                callable(row).ifPresent(number -> assertThat(seen.add(number)).as(row.getField(0)).isTrue());
            }
        }
    }

    @Test
    void numbers_come_from_blocks_of_zeros_that_stand_for_nobody() {
        assertThat(rows.stream().flatMap(row -> callable(row).stream())).allMatch(number -> number.matches("\\+34(600|910)000\\d{3}"));
    }

    @Test
    void one_person_on_the_list_is_not_to_be_called() throws IOException {
        Set<String> suppressed = new HashSet<>();
        try (InputStream file = open("do-not-call.txt")) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> suppressed.add(spanish(line).orElseThrow()));
        }

        assertThat(rows.stream().flatMap(row -> callable(row).stream()).filter(suppressed::contains)).hasSize(1);
    }

    private Optional<String> callable(CsvRecord row) {
        return Stream.of(MOVIL, TELEFONO).filter(column -> column < row.getFieldCount())
                .flatMap(column -> spanish(row.getField(column)).stream()).findFirst();
    }

    private Optional<String> spanish(String text) {
        try {
            var number = numbers.parse(text, "ES");
            return numbers.isValidNumberForRegion(number, "ES") ? Optional.of(numbers.format(number, PhoneNumberFormat.E164)) : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static List<CsvRecord> read() {
        try (InputStream file = open("clientes-demo.csv");
                CsvReader<CsvRecord> csv = CsvReader.builder().fieldSeparator(';')
                        .ofCsvRecord(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return csv.stream().skip(1).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(String name) {
        return DemoListTest.class.getResourceAsStream("/demo/" + name);
    }
}
