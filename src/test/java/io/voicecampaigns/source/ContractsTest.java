package io.voicecampaigns.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.voicecampaigns.report.Answers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The schemas are what connectors are written against; what reads each contact is written by hand. Both must say the same. */
class ContractsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"contact", "reject", "end", "outcome"})
    void an_example_is_what_its_schema_says(String name) {
        assertThat(schema(name).validate(resource(name + ".example.json"))).isEmpty();
    }

    @Test
    void the_answers_of_the_example_are_what_their_schema_says() {
        assertThat(resource("sink-answer.example.json")).hasSize(3)
                .allSatisfy(answer -> assertThat(schema("sink-answer").validate(answer)).isEmpty());
    }

    static Stream<String> objects() {
        String longest = "x".repeat(500);
        return Stream.of(
                "{\"ref\": \"1\", \"columns\": {}}", "{\"ref\": 1, \"columns\": {\"a\": 1}}", "{\"ref\": \"1\", \"key\": \"k\", \"columns\": {\"a\": null}}",
                "{\"ref\": \"1\", \"key\": 7, \"columns\": {\"a\": {\"b\": [1, 2]}}, \"cursor\": \"\"}",
                "{\"ref\": \"" + longest + "\", \"columns\": {}}", "{\"ref\": \"" + longest + "x\", \"columns\": {}}",
                "{\"ref\": \"" + "😀".repeat(500) + "\", \"columns\": {}}", "{\"ref\": \"\", \"columns\": {}}", "{\"ref\": null, \"columns\": {}}",
                "{\"ref\": 1.5, \"columns\": {}}", "{\"ref\": true, \"columns\": {}}", "{\"ref\": [\"1\"], \"columns\": {}}", "{\"columns\": {}}",
                "{\"ref\": \"1\"}", "{\"ref\": \"1\", \"columns\": []}", "{\"ref\": \"1\", \"columns\": null}", "{\"ref\": \"1\", \"columns\": \"a\"}",
                "{\"ref\": \"1\", \"columns\": {}, \"cursor\": 5}", "{\"ref\": \"1\", \"columns\": {}, \"cursor\": null}",
                "{\"ref\": \"1\", \"columns\": {}, \"cursor\": \"" + "x".repeat(4001) + "\"}", "{\"ref\": \"1\", \"columns\": {}, \"key\": \"\"}",
                "{\"ref\": \"1\", \"columns\": {}, \"key\": null}", "{\"ref\": \"1\", \"columns\": {}, \"colums\": {}}", "{\"ref\": \"1\", \"colums\": {}}",
                "{}", "[]", "[{\"ref\": \"1\", \"columns\": {}}]", "7", "\"text\"", "null", "true",
                "{\"ref\": \"1\", \"reject\": \"merged\"}", "{\"ref\": \"1\", \"reject\": \"merged\", \"cursor\": \"c\"}", "{\"ref\": \"1\", \"reject\": \"\"}",
                "{\"ref\": \"1\", \"reject\": null}", "{\"reject\": \"merged\"}", "{\"ref\": \"1\", \"reject\": \"merged\", \"columns\": {}}",
                "{\"ref\": \"1\", \"reject\": \"" + "x".repeat(1001) + "\"}", "{\"ref\": \"1\", \"reject\": \"merged\", \"key\": \"k\"}",
                "{\"list\": \"l\", \"end\": true}", "{\"list\": \"l\", \"end\": true, \"cursor\": \"c\"}", "{\"list\": \"l\", \"end\": false}", "{\"end\": true}",
                "{\"list\": \"\", \"end\": true}", "{\"list\": 3, \"end\": true}", "{\"list\": \"l\", \"end\": \"true\"}", "{\"list\": \"l\", \"end\": true, \"ref\": \"1\"}",
                "{\"list\": \"l\", \"end\": true, \"reject\": \"r\"}", "{\"list\": \"" + "x".repeat(201) + "\", \"end\": true}", "{\"list\": \"l\"}");
    }

    @ParameterizedTest
    @MethodSource("objects")
    void what_is_taken_is_what_a_schema_allows(String text) throws IOException {
        JsonNode object = JSON.readTree(text);

        boolean isAllowed = Stream.of("contact", "reject", "end").anyMatch(name -> schema(name).validate(object).isEmpty());

        assertThat(isTaken(List.of(object))).isEqualTo(isAllowed);
    }

    static Stream<String> answers() {
        return Stream.of("{\"ref\": \"1\", \"ok\": true}", "{\"ref\": \"1\", \"ok\": false, \"retry\": true, \"error\": \"later\"}",
                "{\"ref\": \"1\", \"ok\": false, \"retry\": null, \"error\": null}", "{\"ref\": \"1\"}", "{\"ok\": true}", "{\"ref\": \"\", \"ok\": true}",
                "{\"ref\": 1, \"ok\": true}", "{\"ref\": \"1\", \"ok\": \"true\"}", "{\"ref\": \"1\", \"ok\": true, \"retry\": \"no\"}",
                "{\"ref\": \"1\", \"ok\": false, \"error\": 5}", "{\"ref\": \"1\", \"ok\": false, \"retyr\": true}", "7", "\"1\"", "null", "{}", "[]");
    }

    @ParameterizedTest
    @MethodSource("answers")
    void an_answer_that_is_read_is_what_its_schema_allows(String text) throws IOException {
        JsonNode answer = JSON.readTree(text);

        assertThat(Answers.isRead(List.of(answer))).isEqualTo(schema("sink-answer").validate(answer).isEmpty());
    }

    @Test
    void a_page_may_come_as_text_bytes_stream_maps_or_a_tree() throws IOException {
        String page = "[{\"ref\": \"1\", \"columns\": {\"n\": 1.10, \"o\": {\"a\": 1}}}, {\"list\": \"l\", \"end\": true}]";
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);

        for (Object body : List.of(page, bytes, new ByteArrayInputStream(bytes), new StringReader(page), JSON.readTree(page),
                JSON.readValue(page, List.class))) {
            assertThat(Pages.read(body)).as(body.getClass().getName()).hasSize(2).last().isInstanceOf(Item.End.class);
        }
        assertThat(Pages.read(Map.of("list", "l", "end", true))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>María</html>", "", "[{\"ref\": \"1\", \"columns\": {}}] María", "{\"ref\": \"1\", \"columns\": {}", "{\"María\": 1}"})
    void what_is_refused_is_told_without_what_came(String body) {
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Pages.read(body))).isInstanceOf(ContractException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage()).startsWith("").contains("expected").doesNotContain("María"));
    }

    @Test
    void a_contact_that_is_too_large_or_no_text_is_rejected_alone_and_a_page_that_is_too_large_is_refused() {
        List<Item> items = Pages.read(List.of(Map.of("ref", "1", "columns", Map.of("a", "x".repeat(64_001))),
                Map.of("ref", "2", "columns", Map.of("a", "\0")), Map.of("ref", "3", "columns", Map.of("a", "fine"))));

        assertThat(items).extracting(item -> ((Item.Record) item).entry() instanceof io.voicecampaigns.contact.Bad).containsExactly(true, true, false);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Pages.read("[" + " ".repeat(Pages.MOST_CHARS) + "]")))
                .isInstanceOf(ContractException.class).hasMessageContaining("10 MB");
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Pages.read(new Endless())))
                .isInstanceOf(ContractException.class).hasMessageContaining("10 MB");
    }

    /** Never ends. */
    private static final class Endless extends InputStream {
        @Override
        public int read() {
            return ' ';
        }
    }

    private static boolean isTaken(Object body) {
        try {
            return !Pages.read(body).isEmpty();
        } catch (ContractException e) {
            return false;
        }
    }

    static JsonSchema schema(String name) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(resource(name + ".schema.json"));
    }

    private static JsonNode resource(String name) {
        try (InputStream in = ContractsTest.class.getResourceAsStream("/contracts/" + name)) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
