package io.voicecampaigns.provider;

import static io.voicecampaigns.provider.DigaMapping.ATTEMPT;
import static io.voicecampaigns.provider.DigaMapping.CALL;
import static io.voicecampaigns.provider.DigaMapping.NOW;
import static io.voicecampaigns.provider.DigaMapping.aCall;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicecampaigns.outcome.Disposition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class ReadingCallsTest {
    private final ProviderCalls calls = DigaMapping.calls();

    @Test
    void a_call_is_told_in_our_words() {
        assertThat(read(aCall())).isEqualTo(new ProviderCall(CALL, Optional.of(ATTEMPT), Optional.of("+34600111222"),
                Optional.of(Instant.parse("2026-11-20T09:59:58.123456Z")), "completed", Optional.of(Disposition.ANSWERED),
                        Optional.of("user_hangup"),
                Optional.of(Instant.parse("2026-11-20T10:00:01Z")), Optional.of(Instant.parse("2026-11-20T10:01:43Z")),
                        OptionalInt.of(102),
                Optional.of("https://recordings.example/1"), Optional.of("v-7")));
    }

    @Test
    void an_older_answer_without_variables_is_a_call_too() {
        ObjectNode call = aCall().put("status", "dialing");
        call.remove(List.of("dynamic_variables", "recording_url", "start_time", "end_time", "end_reason"));
        call.putNull("duration");

        ProviderCall read = read(call);

        assertThat(read.attemptId()).isEmpty();
        assertThat(read.durationSeconds()).isEmpty();
        assertThat(read.ended()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"mine", "7d9f1c9e-5d1a-5b5e-9a44", "1-1-1-1-1"})
    void an_attempt_id_that_is_none_of_ours_is_ignored(String id) {
        ObjectNode call = aCall();
        call.withObject("dynamic_variables").put("call_attempt_id", id);

        assertThat(read(call).attemptId()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
            "completed,    none,                        60, ANSWERED",
            "completed,    user_hangup,                 60, ANSWERED",
            "completed,    agent-hangup,                60, ANSWERED",
            "completed,    CustomerHangup,               0, ANSWERED",
            "completed,    none,                         0, UNKNOWN",
            "completed,    a_new_word,                  60, ANSWERED",
            "completed,    a_new_word,                   0, UNKNOWN",
            "completed,    user_busy,                    0, BUSY",
            "completed,    Line Busy,                    0, BUSY",
            "completed,    busy,                         0, BUSY",
            "completed,    no-answer,                    0, NO_ANSWER",
            "completed,    NoAnswer,                     0, NO_ANSWER",
            "completed,    ring_timeout,                 0, NO_ANSWER",
            "completed,    ivr_no_answer,               20, NO_ANSWER",
            "completed,    ivr_unreachable,             20, NO_ANSWER",
            "completed,    call_declined,                0, NO_ANSWER",
            "completed,    call_transferred,            60, TRANSFERRED",
            "completed,    transfer_failed,             60, FAILED",
            "completed,    voicemail_left,              10, VOICEMAIL",
            "completed,    mailbox_unavailable,         10, VOICEMAIL",
            "completed,    answering_machine_detected,  10, VOICEMAIL",
            "completed,    sip_error,                    0, FAILED",
            "completed,    invalid_number,               0, INVALID_NUMBER",
            "completed,    do_not_call,                 30, OPTED_OUT",
            "completed,    number_blocked,               0, BLOCKED",
            "COMPLETED,    user_busy,                    0, BUSY",
            "transferred,  agent_hangup,                60, TRANSFERRED",
            "transferred,  none,                        60, TRANSFERRED",
            "no_answer,    none,                         0, NO_ANSWER",
            "no_answer,    voicemail_left,               5, VOICEMAIL",
            "failed,       none,                         0, FAILED",
            "failed,       user_busy,                    0, BUSY",
            "failed,       call_failed,                  0, FAILED",
            "failed,       invalid_number,               0, INVALID_NUMBER",
            "failed,       user_hangup,                  5, FAILED"})
    void an_ending_of_either_vocabulary_has_a_disposition(String status, String endReason, int duration,
            Disposition disposition) {
        ProviderCall call = read(aCall().put("status", status).put("end_reason", endReason).put("duration", duration));

        assertThat(call.disposition()).contains(disposition);
        assertThat(call.status()).isEqualTo(status);
        assertThat(call.endReason()).isEqualTo(Optional.ofNullable(endReason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dialing", "in_queue", "in_progress", "In Progress", "archived", "complete", "completed_maybe"})
    void any_other_status_is_no_ending(String status) {
        assertThat(read(aCall().put("status", status)).ended()).isFalse();
    }

    @Test
    void a_word_that_no_rule_knows_is_logged_once_and_no_more_than_the_word() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(ProviderMapping.class);
        Level before = logger.getLevel();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
        log.start();
        try {
            for (int duration = 0; duration < 3; duration++) {
                read(aCall().put("status", "archived").put("duration", duration));
                read(aCall().put("end_reason", "a_new_word").put("duration", 5));
                read(aCall().put("end_reason", "said +34600111222").put("duration", 5));
                read(aCall().put("status", "dialing").putNull("end_reason"));
            }
        } finally {
            logger.detachAppender(log);
            logger.setLevel(before);
        }

        assertThat(log.list).extracting(ILoggingEvent::getFormattedMessage).containsExactlyInAnyOrder(
                "diga: the unknown call status archived is not counted as an ending (config/providers/diga.yaml; said once)",
                "diga: the unknown end reason a_new_word is read as answered (config/providers/diga.yaml; said once)",
                "diga: the unknown end reason (hidden) is read as answered (config/providers/diga.yaml; said once)");
    }

    @ParameterizedTest
    @CsvSource({
            "2026-11-20T10:00:00Z,                    2026-11-20T10:00:00Z",
            "2026-11-20T10:00:00,                     2026-11-20T10:00:00Z",
            "2026-11-20 10:00:00,                     2026-11-20T10:00:00Z",
            "2026-11-20T10:00:00+00:00,               2026-11-20T10:00:00Z",
            "2026-11-20T10:00:00-0530,                2026-11-20T15:30:00Z",
            "2026-11-20T10:00:00.1,                   2026-11-20T10:00:00.100Z",
            "2026-11-20T10:00:00.123456789012345Z,    2026-11-20T10:00:00.123456789Z",
            "2026-11-20T10:00Z,                       2026-11-20T10:00:00Z",
            "2026-11-20T23:59:60Z,                    2026-11-20T23:59:59Z"})
    void times_are_read_however_they_are_written(String text, Instant expected) {
        assertThat(read(aCall().put("created_date", text)).createdAt()).contains(expected);
    }

    @Test
    void times_may_be_counted_since_1970() {
        assertThat(read(aCall().put("created_date", NOW.getEpochSecond())).createdAt()).contains(NOW);
        assertThat(read(aCall().put("created_date", NOW.toEpochMilli())).createdAt()).contains(NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "2026-13-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-11-20T25:00:00Z"})
    void a_time_that_cannot_be_read_is_none(String text) {
        assertThat(Timestamps.parse(text)).isEmpty();
        assertThat(read(aCall().put("end_time", text)).endedAt()).isEmpty();
    }

    @Test
    void a_page_names_the_next_one_and_the_last_page_none() {
        assertThat(page(List.of(aCall()), true, "cursor-1").next()).contains("cursor-1");
        assertThat(page(List.of(aCall()), false, "cursor-1").next()).isEmpty();
        assertThat(page(List.of(aCall()), true, null).next()).contains(CALL);
        assertThat(page(List.of(), false, null).calls()).isEmpty();
    }

    @Test
    void a_page_that_does_not_say_whether_there_is_more_is_followed_by_another() {
        assertThat(calls.page("diga", 200, null, Map.of("data", List.of(aCall()))).next()).contains(CALL);
        assertThat(calls.page("diga", 200, null, Map.of("data", List.of())).next()).isEmpty();
    }

    @Test
    void a_page_without_a_way_on_is_no_page() {
        assertThatThrownBy(() -> page(List.of(), true, null)).isInstanceOf(ProviderException.class);
    }

    @Test
    void one_unreadable_call_does_not_hide_the_others() {
        List<Object> items = new ArrayList<>(List.of(aCall(), Map.of("id", "x"), "nonsense", aCall()));

        assertThat(page(items, false, null).calls()).hasSize(2);
        assertThatThrownBy(() -> page(List.of("nonsense"), false, null)).isInstanceOf(ProviderException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>+34600111222</html>", "{\"data\": 1}", "[", "", "null"})
    void what_is_no_page_is_an_error_that_quotes_nothing(String body) {
        assertThatThrownBy(() -> calls.page("diga", 200, null, body)).isInstanceOf(ProviderException.class)
                .hasMessage("diga answered 200 with something that is no page of calls").hasNoCause();
    }

    @Test
    void an_error_tells_its_status_and_when_to_come_back() {
        assertThatThrownBy(() -> calls.page("diga", 403, null,
                "{\"error_code\": \"INTERNAL_SERVER_ERROR\", \"message\": \"+34600111222\"}"))
                .isInstanceOfSatisfying(ProviderException.class, error -> assertThat(error.isAboutAccess()).isTrue())
                .hasMessage("diga answered 403 INTERNAL_SERVER_ERROR instead of a page of calls");
        assertThatThrownBy(() -> calls.page("diga", 429, "5", "")).isInstanceOfSatisfying(ProviderException.class,
                error -> assertThat(error.retryAt()).contains(NOW.plusSeconds(5)));
    }

    @Test
    void only_digas_own_404_says_that_there_is_no_call() {
        assertThat(calls.call("diga", 404, null, "{\"error_code\": \"CALL_NOT_FOUND\"}").call()).isEmpty();
        assertThatThrownBy(() -> calls.call("diga", 404, null, "<html>")).isInstanceOf(ProviderException.class);
        assertThatThrownBy(() -> calls.call("diga", 200, null, "{}")).isInstanceOf(ProviderException.class);
    }

    @Test
    void a_recording_is_there_or_not_yet() {
        assertThat(calls.recording("diga", 200, null, "{\"recording_url\": \"https://r.example/1\"}").url())
                .contains("https://r.example/1");
        assertThat(calls.recording("diga", 200, null, "{\"recording_url\": null}").url()).isEmpty();
        assertThat(calls.recording("diga", 404, null, "{\"error_code\": \"RECORDING_NOT_FOUND\"}").url()).isEmpty();
        assertThat(calls.recording("diga", 200, null, "{\"recording_url\": \"https://r.example/1\"}"))
                .hasToString("Recording[present]");
    }

    @Test
    void the_query_asks_for_the_oldest_first_in_utc_and_is_encoded() {
        Instant from = Instant.parse("2026-11-20T09:00:00.5Z");

        assertThat(calls.listQuery(new ListRequest(from, Optional.empty(), Optional.empty(), 5000), "diga"))
                .isEqualTo("type=outbound&order=asc&limit=1000&start_created_date=2026-11-20T09%3A00%3A00.500Z");
        assertThat(calls.listQuery(new ListRequest(from, Optional.of(NOW), Optional.of("a b&c=%/+é"), 10), "diga"))
                .isEqualTo("type=outbound&order=asc&limit=10&after=a%20b%26c%3D%25%2F%2B%C3%A9"
                        + "&start_created_date=2026-11-20T09%3A00%3A00.500Z&end_created_date=2026-11-20T10%3A00%3A00Z");
    }

    private ProviderCall read(ObjectNode call) {
        return calls.call("diga", 200, null, call).call().orElseThrow();
    }

    private CallPage page(List<?> items, boolean more, String last) {
        ObjectNode page = Json.MAPPER.createObjectNode().put("has_more", more).put("last_id", last);
        page.set("data", Json.MAPPER.valueToTree(items));
        return calls.page("diga", 200, null, page.toString());
    }
}
