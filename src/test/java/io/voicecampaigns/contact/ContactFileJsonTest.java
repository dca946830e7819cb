package io.voicecampaigns.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContactFileJsonTest {
    @TempDir
    Path folder;
    private ListFixture lists;

    @BeforeEach
    void folder() {
        lists = new ListFixture(folder);
    }

    @Test
    void an_array_of_objects_is_a_list() {
        ContactFile file = lists.opened("lista.JSON", "\n[\r\n {\"telefono\": \"612\"},\n\n {\"telefono\":\n \"613\"} ]\n");

        assertThat(file.format().kind()).isEqualTo(Format.Kind.JSON_ARRAY);
        assertThat(ListFixture.entries(file)).extracting(ListFixture::told).containsExactly("3:[612]", "5:[613]");
    }

    @Test
    void an_object_in_each_line_is_a_list() {
        ContactFile file = lists.opened("lista.json", "{\"telefono\":\"612\"}\r\n\r\n{\"telefono\":\"613\"}");

        assertThat(file.format().kind()).isEqualTo(Format.Kind.JSON_LINES);
        assertThat(file.format().lineSeparator()).isEqualTo("\r\n");
        assertThat(ListFixture.entries(file)).extracting(ListFixture::told).containsExactly("1:[612]", "3:[613]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "%s\n"})
    void values_are_given_as_they_are_written(String frame) {
        String object = "{\"t\": 612345678, \"big\": 34612345678901234567890, \"d\": 1.10, \"e\": 6.12E8, \"b\": true,"
                + " \"z\": null, \"o\": {\"a\": [1.0, \"x\\u00f1\", null, false]}, \"s\": \"007\"}";

        Row row = (Row) lists.entries("lista.json", frame.formatted(object)).get(0);

        assertThat(row.columns()).containsExactly(Map.entry("t", "612345678"), Map.entry("big", "34612345678901234567890"),
                Map.entry("d", "1.10"), Map.entry("e", "6.12E8"), Map.entry("b", "true"),
                Map.entry("o", "{\"a\":[1.0,\"xñ\",null,false]}"), Map.entry("s", "007"));
        assertThat(row.column("z")).isEmpty();
        assertThat(row.column("T")).contains("612345678");
        assertThat(row.isLiteral(0)).isTrue();
        assertThat(row.isLiteral(row.names().indexOf("s"))).isFalse();
    }

    @Test
    void a_malformed_line_is_bad_and_reading_goes_on() {
        List<Entry> entries = lists.entries("lista.json",
                "{\"t\":1}\n{\"t\":Ana}\n[1]\n{\"t\":2} {\"t\":3}\n{\"t\":\n{\"t\":4}\n");

        assertThat(entries).extracting(ListFixture::told).containsExactly("1:[1]", "2!it is not valid JSON at column 9",
                "3!it is not an object", "4!there is something behind the object", "5!it is not valid JSON at column 6", "6:[4]");
        assertThat(entries.get(1).cells()).containsExactly("{\"t\":Ana}");
    }

    @Test
    void an_element_that_is_no_object_is_bad_and_reading_goes_on() {
        List<Entry> entries = lists.entries("lista.json", "[{\"t\":1},\n[2,{\"x\":1}],\nnull,\n{\"t\":3}]");

        assertThat(entries).extracting(ListFixture::told)
                .containsExactly("1:[1]", "2!it is not an object", "3!it is not an object", "4:[3]");
        assertThat(entries.get(1).cells()).containsExactly("[2,{\"x\":1}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s]", "%s\n"})
    void two_values_of_one_name_make_a_bad_row(String frame) {
        Entry entry = lists.entries("lista.json", frame.formatted("{\"t\": 1, \"t\": \"ñ\"}")).get(0);

        assertThat(entry).hasToString("Bad[row 1, line 1: it has two values of one name]");
        assertThat(entry.cells()).containsExactly("{\"t\":1,\"t\":\"\\u00F1\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "a\\ud83d", "\\ude00\\ud83d"})
    void text_that_cannot_be_written_again_makes_a_bad_row(String text) {
        assertThat(lists.entries("lista.json", "[{\"t\":\"" + text + "\"}, {\"t\":\"\\ud83d\\ude00\"}]"))
                .hasSize(2).satisfies(entries -> assertThat(entries.get(0)).isInstanceOf(Bad.class))
                .satisfies(entries -> assertThat(entries.get(1).cells()).containsExactly("😀"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"t\":Ana}]", "{\"t\":\"Ana", "", "{\"t\":3} {\"t\":4}]"})
    void the_rows_before_a_break_in_an_array_are_read(String end) {
        ContactFile file = lists.opened("lista.json", "[{\"t\":1},\n{\"t\":2},\n" + end);

        List<Entry> before = file.next(2);
        assertThat(before).extracting(ListFixture::told).containsExactly("1:[1]", "2:[2]");
        while (end.startsWith("{\"t\":3}") && before.size() < 3) {
            before = List.of(before.get(0), before.get(1), file.next(5).get(0));
        }
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(UnreadableListException.class).isThrownBy(() -> file.next(5)).withMessage(
                    "lista.json:3: the JSON is broken here; the rows above were read: correct it and drop the file again")
                    .withNoCause();
        }
    }

    @Test
    void what_stands_behind_an_array_is_not_ignored() {
        ContactFile file = lists.opened("lista.json", "[{\"t\":1}]\n{\"t\":2}\n");

        assertThat(file.next(5)).hasSize(1);
        assertThatExceptionOfType(UnreadableListException.class).isThrownBy(() -> file.next(5))
                .withMessageStartingWith("lista.json:2: there is something behind the end of the array: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[%s,\n{\"t\":2}]", "%s\n{\"t\":2}\n"})
    void an_object_that_is_too_long_is_bad_and_the_next_is_read(String frame) {
        String half = "x".repeat(CsvRecords.MAX_RECORD_CHARS / 2 + 10);

        assertThat(lists.entries("lista.json", frame.formatted("{\"a\":\"" + half + "\",\"b\":[\"" + half + "\",1],\"c\":{}}")))
                .extracting(ListFixture::told).containsExactly("1!" + CsvRecords.TOO_LONG, "2:[2]");
    }

    @Test
    void a_long_array_within_an_array_is_passed_over() {
        String element = "[" + "1234567,".repeat(CsvRecords.MAX_RECORD_CHARS / 4) + "1]";

        assertThat(lists.entries("lista.json", "[{\"a\":" + element + "},\n" + element + ",\n{\"t\":2}]"))
                .extracting(ListFixture::told).containsExactly("1!" + CsvRecords.TOO_LONG, "2!" + CsvRecords.TOO_LONG, "3:[2]");
    }

    @Test
    void an_empty_array_is_an_empty_list() {
        assertThat(lists.entries("lista.json", "[]")).isEmpty();
    }
}
