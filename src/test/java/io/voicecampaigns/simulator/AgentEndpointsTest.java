package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentEndpointsTest {
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults());
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    private String agent() throws Exception {
        return "/v1/agent/" + json(caller.get("/v1/agent/")).get("data").get(0).get("agent_id").asText();
    }

    private static List<Integer> numbers(JsonNode page) {
        List<Integer> numbers = new ArrayList<>();
        page.get("data").forEach(version -> numbers.add(version.get("version_number").asInt()));
        return numbers;
    }

    @Test
    void there_is_one_agent_with_a_draft_and_a_published_version() throws Exception {
        JsonNode draft = json(caller.get(agent()));
        JsonNode published = json(caller.get(agent() + "?is_published=true"));

        assertThat(draft.get("is_draft").asBoolean()).isTrue();
        assertThat(draft.get("is_published").asBoolean()).isFalse();
        assertThat(published.get("is_draft").asBoolean()).isFalse();
        assertThat(published.get("is_published").asBoolean()).isTrue();
        assertThat(published.get("version_number").asInt()).isEqualTo(1);
    }

    @Test
    void changing_the_draft_leaves_absent_fields_and_launched_versions() throws Exception {
        JsonNode before = json(caller.get(agent()));

        HttpResponse<String> changed = caller.send("PATCH", agent(),
                "{\"prompt\":\"New\",\"voice_id\":\"3c90c3cc-0d44-4b50-8888-8dd25736052a\",\"flow_ids\":[\"f1\"],\"agent_id\":\"x\"}");

        assertThat(changed.statusCode()).isEqualTo(200);
        JsonNode draft = json(caller.get(agent()));
        assertThat(draft.get("prompt").asText()).isEqualTo("New");
        assertThat(draft.get("voice").get("id").asText()).isEqualTo("3c90c3cc-0d44-4b50-8888-8dd25736052a");
        assertThat(draft.get("flows").get(0).get("id").asText()).isEqualTo("f1");
        assertThat(draft.get("greeting")).isEqualTo(before.get("greeting"));
        assertThat(draft.get("agent_id")).isEqualTo(before.get("agent_id"));
        assertThat(json(caller.get(agent() + "?is_published=true")).get("prompt")).isEqualTo(before.get("prompt"));
    }

    @Test
    void launching_numbers_the_draft_and_publishing_moves_the_live_version() throws Exception {
        caller.send("PATCH", agent(), "{\"prompt\":\"New\"}");

        HttpResponse<String> launched = caller.post(agent() + "/version", "{\"version_name\":\"spring\"}");
        String id = json(launched).get("version_id").asText();
        HttpResponse<String> published = caller.send("PATCH", agent() + "/published_version", "{\"version_id\":\"" + id + "\"}");

        assertThat(launched.statusCode()).isEqualTo(201);
        assertThat(json(launched).get("version_number").asInt()).isEqualTo(2);
        assertThat(json(launched).get("version_name").asText()).isEqualTo("spring");
        assertThat(json(launched).get("is_published").asBoolean()).isFalse();
        assertThat(json(published).get("published_version_id").asText()).isEqualTo(id);
        assertThat(json(caller.get(agent() + "?is_published=true")).get("prompt").asText()).isEqualTo("New");
        assertThat(json(caller.get(agent() + "?version_id=" + id)).get("is_published").asBoolean()).isTrue();
        assertThat(json(caller.tryStart(Caller.ANA)).get("agent_version_id").asText()).isEqualTo(id);
    }

    @Test
    void an_empty_body_takes_the_live_version_down() throws Exception {
        caller.send("PATCH", agent() + "/published_version", "{}");

        assertThat(json(caller.get(agent() + "/version?is_published=true")).get("data")).isEmpty();
        assertThat(caller.get(agent() + "?is_published=true").statusCode()).isEqualTo(404);
        assertThat(json(caller.tryStart(Caller.ANA)).get("agent_version_id").isNull()).isTrue();
    }

    @Test
    void versions_are_listed_newest_first_in_pages_of_ten_the_draft_before_all() throws Exception {
        for (int version = 2; version <= 12; version++) {
            caller.post(agent() + "/version", "{}");
        }

        JsonNode first = json(caller.get(agent() + "/version"));
        JsonNode second = json(caller.get(agent() + "/version?after=" + first.get("last_id").asText()));
        JsonNode before = json(caller.get(agent() + "/version?limit=3&before=" + second.get("first_id").asText()));
        JsonNode numbered = json(caller.get(agent() + "/version?limit=5&page=3&order=asc"));

        assertThat(numbers(first)).containsExactly(13, 12, 11, 10, 9, 8, 7, 6, 5, 4);
        assertThat(first.get("data").get(0).get("is_draft").asBoolean()).isTrue();
        assertThat(first.get("has_more").asBoolean()).isTrue();
        assertThat(numbers(second)).containsExactly(3, 2, 1);
        assertThat(second.get("has_more").asBoolean()).isFalse();
        assertThat(numbers(before)).containsExactly(6, 5, 4);
        assertThat(numbers(numbered)).containsExactly(11, 12, 13);
        assertThat(numbered.get("total_pages").asInt()).isEqualTo(3);
        assertThat(caller.get(agent() + "/version?limit=101").statusCode()).isEqualTo(422);
    }

    @Test
    void the_filter_for_published_versions_can_be_meant_the_other_way() throws Exception {
        caller.post(agent() + "/version", "{}");
        simulator.agents().hidePublishedUnlessAsked();

        assertThat(numbers(json(caller.get(agent() + "/version")))).containsExactly(3, 2);
        assertThat(numbers(json(caller.get(agent() + "/version?is_published=true")))).containsExactly(1);
    }

    @Test
    void a_change_that_is_refused_changes_nothing() throws Exception {
        JsonNode before = json(caller.get(agent()));

        HttpResponse<String> refused = caller.send("PATCH", agent(), "{\"prompt\":\"New\",\"reminder_frequency_ms\":10}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(caller.get(agent()))).isEqualTo(before);
    }

    @Test
    void an_answer_is_not_shaped_like_the_request_it_answers() throws Exception {
        JsonNode changed = json(caller.send("PATCH", agent(), """
                {"integrations": [{"integration_id": "3c90c3cc-0d44-4b50-8888-8dd25736052a", "tool_ids": []}], "voice_speed": 1.1,
                 "call_tools": [{"type": "transfer_call", "name": "Transferir a dueño", "phone_number": "+34910000000#12"}]}"""));

        assertThat(changed.get("integrations").get(0).get("integration_name").asText()).isEqualTo("Integration");
        assertThat(changed.get("call_tools").get(0).get("name").asText()).isEqualTo("Transferir_a_dueno");
        assertThat(changed.get("call_tools").get(0).get("target_number").asText()).isEqualTo("+34910000000#12");
        assertThat(changed.has("voice_speed")).as("a field of the older API").isFalse();
    }

    @Test
    void what_does_not_exist_or_contradicts_itself_is_refused() throws Exception {
        String strange = "3c90c3cc-0d44-4b50-8888-8dd25736052a";

        assertThat(caller.get("/v1/agent/" + strange).statusCode()).isEqualTo(404);
        assertThat(caller.get(agent() + "?version_id=" + strange).statusCode()).isEqualTo(404);
        assertThat(caller.get(agent() + "?is_published=true&version_id=" + strange).statusCode()).isEqualTo(400);
        assertThat(caller.send("PATCH", agent() + "/published_version", "{\"version_id\":\"" + strange + "\"}").statusCode()).isEqualTo(400);
        assertThat(caller.send("PATCH", agent() + "/published_version", "{\"version_id\":\"17\"}").statusCode()).isEqualTo(422);
        assertThat(caller.send("PATCH", agent(), "{\"voice_id\":\"17\"}").statusCode()).isEqualTo(422);
        assertThat(caller.send("DELETE", agent(), "").statusCode()).isEqualTo(405);
        assertThat(caller.get("/v1/nothing/").statusCode()).isEqualTo(404);
    }

    @Test
    void own_numbers_are_listed() throws Exception {
        simulator.behave(behaviour -> behaviour.withFromNumbers(Set.of("+34911111111", "+34922222222")));

        JsonNode phones = json(caller.get("/v1/phone/?order=asc")).get("data");

        assertThat(phones).hasSize(2);
        assertThat(phones.get(0).get("number").asText()).isEqualTo("+34911111111");
        assertThat(phones.get(1).get("status").asText()).isEqualTo("assigned");
    }

    @Test
    void the_subscription_has_no_limit_of_calls_at_once() throws Exception {
        JsonNode plan = json(caller.get("/v1/billing/subscription/"));

        assertThat(plan.get("max_concurrent_calls").isNull()).isTrue();
        assertThat(plan.get("period").asText()).isEqualTo("month");
    }
}
