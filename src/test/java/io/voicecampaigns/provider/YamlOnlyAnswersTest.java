package io.voicecampaigns.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a kamelet answers that uses no bean of ours. */
class YamlOnlyAnswersTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void a_start_answer_is_read_from_a_map_or_json_or_is_one() {
        assertThat(StartAnswer.from(Map.of("result", "accepted", "callId", "c1"))).isEqualTo(StartAnswer.accepted("c1"));
        assertThat(StartAnswer.from("{\"result\": \"later\", \"retryAt\": \"2026-11-20T10:00:00Z\", \"reason\": \"429\"}"))
                .isEqualTo(StartAnswer.later(NOW, "429"));
        assertThat(StartAnswer.from(Map.of("result", "refused", "reason", "400")))
                .isEqualTo(StartAnswer.refused(Disposition.FAILED, "400"));
        assertThat(StartAnswer.from(StartAnswer.unknown("500"))).isEqualTo(StartAnswer.unknown("500"));
    }

    @Test
    void a_page_and_its_calls_are_read() {
        CallPage page = CallPage.from("""
                {"calls": [{"callId": "c1", "createdAt": "2026-11-20T10:00:00", "status": "done", "disposition": "no_answer",
                            "durationSeconds": 5, "attemptId": "%s"}], "next": "n"}""".formatted(DigaMapping.ATTEMPT));

        assertThat(page.next()).contains("n");
        assertThat(page.calls()).singleElement().satisfies(call -> {
            assertThat(call.attemptId()).contains(DigaMapping.ATTEMPT);
            assertThat(call.createdAt()).contains(NOW);
            assertThat(call.disposition()).contains(Disposition.NO_ANSWER);
            assertThat(call.durationSeconds()).hasValue(5);
        });
        assertThat(CallLookup.from("{\"call\": null}").call()).isEmpty();
        assertThat(Recording.from(Map.of("url", "https://r.example")).url()).contains("https://r.example");
        assertThat(ListRequest.from(Map.of("createdFrom", "2026-11-20T10:00:00Z", "limit", 5)))
                .isEqualTo(new ListRequest(NOW, Optional.empty(), Optional.empty(), 5));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{}                                                   | start answer.result is missing",
            "{\"result\": \"perhaps +34600111222\"}               | start answer.result is none of our words",
            "{\"result\": \"accepted\"}                           | start answer.callId is missing",
            "{\"result\": \"later\", \"retryAt\": \"+34600\"}     | start answer.retryAt must be a time in ISO 8601",
            "[]                                                   | start answer: expected a map or a JSON object, came array",
            "+34600111222 and more                                | start answer: expected a map or JSON, came String that is neither"})
    void what_is_wrong_is_named_and_not_shown(String body, String message) {
        assertThatThrownBy(() -> StartAnswer.from(body)).isInstanceOf(IllegalArgumentException.class).hasMessage(message)
                .hasNoCause();
        assertThatThrownBy(() -> StartAnswer.from(null))
                .hasMessage("start answer: expected a map or a JSON object, came nothing");
        assertThatThrownBy(() -> CallPage.from("{\"calls\": [{\"callId\": \"c1\"}]}"))
                .hasMessage("page of calls.calls[0].status is missing");
    }
}
