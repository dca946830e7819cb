package io.voicecampaigns.results;

import static io.voicecampaigns.results.OutboxFixture.PLAIN;
import static io.voicecampaigns.results.OutboxFixture.answered;
import static io.voicecampaigns.results.OutboxFixture.attempt;
import static io.voicecampaigns.results.OutboxFixture.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonResultsTest {
    private static final String WAITING = "\"call_state\":\"waiting\",\"call_disposition\":null,\"call_duration_seconds\":null,"
            + "\"call_recording_url\":null,\"call_id\":null,\"call_attempts\":0,\"call_status\":null,\"call_end_reason\":null,"
            + "\"call_started_at\":null,\"call_ended_at\":null,\"call_agent_version\":null,\"call_error\":null}";

    @TempDir
    Path folder;

    @Test
    void an_array_makes_an_array_with_every_value_as_it_was() {
        OutboxFixture list = new OutboxFixture(folder, "lista.json",
                "[{\"t\": 612345678, \"d\": 1.10, \"o\": {\"a\": [1.0]}, \"z\": null, \"b\": true,"
                        + " \"s\": \"=ñ\\n\"}, 5, {\"t\": 2}]", "UTF-8");

        list.write(PLAIN, List.of(waiting(1), answered(3)), List.of(), List.of(new Rejection(2, 1, "no object")));

        assertThat(list.text("lista.results.json"))
                .isEqualTo("[\n{\"t\":612345678,\"d\":1.10,\"o\":{\"a\":[1.0]},\"z\":null,\"b\":true,"
                + "\"s\":\"=ñ\\n\"," + WAITING + ",\n{\"t\":2,\"call_state\":\"ended\",\"call_disposition\":\"answered\","

                + "\"call_duration_seconds\":61,\"call_recording_url\":\"https://r.example/3\",\"call_id\":\"call-3\","
                + "\"call_attempts\":2,"
                + "\"call_status\":\"ended\",\"call_end_reason\":\"hangup\",\"call_started_at\":\"2026-11-20T10:00:00+01:00\","
                + "\"call_ended_at\":\"2026-11-20T10:01:01+01:00\",\"call_agent_version\":\"v1\",\"call_error\":null}\n]\n");
        assertThat(list.text("lista.rejected.json"))
                .isEqualTo("[\n{\"rejected_text\":\"5\",\"rejected_line\":1,\"rejected_reason\":\"no object\"}\n]\n");
        assertThat(list.text("lista.attempts.json")).isEqualTo("[]\n");
    }

    @Test
    void an_object_in_each_line_makes_the_same() {
        OutboxFixture list = new OutboxFixture(folder, "lista.json", "{\"t\":1}\n{\"t\":\n{\"t\":3,\"Call_Id\":\"old\"}\n",
                "UTF-8");

        list.write(PLAIN, List.of(waiting(1), waiting(3)), List.of(attempt(1, waiting(3))),
                List.of(new Rejection(2, 2, "broken")));

        assertThat(list.text("lista.results.json")).isEqualTo("{\"t\":1," + WAITING + "\n{\"t\":3," + WAITING + "\n");
        assertThat(list.text("lista.rejected.json"))
                .isEqualTo("{\"rejected_text\":\"{\\\"t\\\":\",\"rejected_line\":2,\"rejected_reason\":\"broken\"}\n");
        assertThat(list.text("lista.attempts.json")).startsWith("{\"t\":3,\"call_contact\":\"key-3\",\"call_attempt\":1,"
                + "\"call_attempt_id\":\"00000000-0000-0003-0000-000000000001\",\"call_state\":\"waiting\"").endsWith("}\n");
    }

    @Test
    void the_rows_before_a_break_have_results() {
        OutboxFixture list = new OutboxFixture(folder, "lista.json", "[{\"t\":1},\n{\"t\":Ana}]", "UTF-8");

        list.write(PLAIN, List.of(waiting(1)), List.of(), List.of());

        assertThat(list.text("lista.results.json")).isEqualTo("[\n{\"t\":1," + WAITING + "\n]\n");
    }
}
