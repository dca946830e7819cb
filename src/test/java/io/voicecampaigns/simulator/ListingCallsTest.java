package io.voicecampaigns.simulator;

import static io.voicecampaigns.simulator.Caller.ANA;
import static io.voicecampaigns.simulator.Caller.BEA;
import static io.voicecampaigns.simulator.Caller.ids;
import static io.voicecampaigns.simulator.Caller.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.SettableClock;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListingCallsTest {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-11-20T10:00:00Z"));
    private final Simulator simulator = Simulator.start(SimulatorSettings.defaults().withClock(clock)
            .behaving(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000)).withEveryCall(Outcome.ANSWERED)));
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void fifty_newest_calls_are_listed_unless_asked_otherwise() throws Exception {
        List<String> ids = caller.startCalls(60);

        JsonNode page = caller.list("");

        Collections.reverse(ids);
        assertThat(ids(page)).isEqualTo(ids.subList(0, 50));
        assertThat(page.get("has_more").asBoolean()).isTrue();
        assertThat(page.get("first_id").asText()).isEqualTo(ids.get(0));
        assertThat(page.get("last_id").asText()).isEqualTo(ids.get(49));
    }

    @Test
    void an_empty_list_has_no_first_and_last() throws Exception {
        JsonNode page = caller.list("?order=asc&limit=1000");

        assertThat(ids(page)).isEmpty();
        assertThat(page.get("has_more").asBoolean()).isFalse();
        assertThat(page.get("first_id").isNull()).isTrue();
        assertThat(page.get("last_id").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"asc, 4", "desc, 4", "asc, 5", "desc, 10", "asc, 11"})
    void following_the_cursor_meets_every_call_once(String order, int limit) throws Exception {
        List<String> ids = caller.startCalls(10);
        List<String> met = new ArrayList<>();

        JsonNode page = caller.list("?order=" + order + "&limit=" + limit);
        met.addAll(ids(page));
        while (page.get("has_more").asBoolean()) {
            page = caller.list("?order=" + order + "&limit=" + limit + "&after=" + page.get("last_id").asText());
            met.addAll(ids(page));
        }

        if (order.equals("desc")) {
            Collections.reverse(ids);
        }
        assertThat(met).isEqualTo(ids);
    }

    @Test
    void before_a_cursor_come_the_calls_just_before_it_in_the_order_asked_for() throws Exception {
        List<String> ids = caller.startCalls(10);

        JsonNode ascending = caller.list("?order=asc&limit=3&before=" + ids.get(5));
        JsonNode descending = caller.list("?order=desc&limit=3&before=" + ids.get(5));
        JsonNode atTheStart = caller.list("?order=asc&limit=3&before=" + ids.get(2));

        assertThat(ids(ascending)).containsExactly(ids.get(2), ids.get(3), ids.get(4));
        assertThat(ascending.get("has_more").asBoolean()).isTrue();
        assertThat(ids(descending)).containsExactly(ids.get(8), ids.get(7), ids.get(6));
        assertThat(ids(atTheStart)).containsExactly(ids.get(0), ids.get(1));
        assertThat(atTheStart.get("has_more").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&type=outbound"})
    void pages_can_be_asked_for_by_number(String filter) throws Exception {
        List<String> ids = caller.startCalls(10);

        JsonNode second = caller.list("?order=asc&limit=4&page=2" + filter);
        JsonNode last = caller.list("?order=asc&limit=4&page=3" + filter);
        JsonNode beyond = caller.list("?order=asc&limit=4&page=2000000000" + filter);

        assertThat(ids(second)).isEqualTo(ids.subList(4, 8));
        assertThat(second.get("current_page").asInt()).isEqualTo(2);
        assertThat(second.get("total_pages").asInt()).isEqualTo(3);
        assertThat(second.get("has_more").asBoolean()).isTrue();
        assertThat(ids(last)).isEqualTo(ids.subList(8, 10));
        assertThat(last.get("has_more").asBoolean()).isFalse();
        assertThat(ids(beyond)).isEmpty();
    }

    @Test
    void a_range_of_time_includes_both_its_ends() throws Exception {
        List<String> ids = new ArrayList<>();
        for (String number : List.of(ANA, BEA, "+34612000003", "+34612000004")) {
            ids.add(caller.start(number));
            clock.advance(Duration.ofMillis(1_000));
        }

        assertThat(ids(caller.list("?order=asc&start_created_date=2026-11-20T10:00:01Z&end_created_date=2026-11-20T10:00:02Z")))
                .containsExactly(ids.get(1), ids.get(2));
        assertThat(ids(caller.list("?order=asc&start_created_date=2026-11-20T12:00:01.000001%2B02:00")))
                .containsExactly(ids.get(2), ids.get(3));
        assertThat(ids(caller.list("?order=desc&end_created_date=2026-11-20T10:00:00"))).containsExactly(ids.get(0));
        assertThat(ids(caller.list("?order=asc&start_created_date=2026-11-20&limit=2&after=" + ids.get(0))))
                .containsExactly(ids.get(1), ids.get(2));
        assertThat(ids(caller.list("?start_created_date=2026-11-21T00:00:00Z&end_created_date=2026-11-20T00:00:00Z"))).isEmpty();
    }

    @Test
    void calls_are_filtered_by_where_they_stand_and_whose_they_are() throws Exception {
        String ended = caller.start(ANA);
        clock.advance(Duration.ofMillis(3_000));
        String ringing = caller.start(BEA);
        JsonNode call = caller.call(ended);

        assertThat(ids(caller.list("?status=completed"))).containsExactly(ended);
        assertThat(ids(caller.list("?status=dialing"))).containsExactly(ringing);
        assertThat(ids(caller.list("?type=inbound"))).isEmpty();
        assertThat(ids(caller.list("?type=outbound&order=asc"))).containsExactly(ended, ringing);
        assertThat(ids(caller.list("?agent_id=" + call.get("agent_id").asText()))).hasSize(2);
        assertThat(ids(caller.list("?agent_id=3c90c3cc-0d44-4b50-8888-8dd25736052a"))).isEmpty();
        assertThat(ids(caller.list("?phone_id=" + call.get("phone_register_id").asText()))).hasSize(2);
        assertThat(ids(caller.list("?phone_id=3c90c3cc-0d44-4b50-8888-8dd25736052a"))).isEmpty();
        assertThat(ids(caller.list("?contact_id=" + call.get("contact").get("id").asText()))).containsExactly(ended);
    }

    @Test
    void a_filtered_list_is_cut_into_pages_that_miss_nothing() throws Exception {
        List<String> wanted = new ArrayList<>();
        simulator.behave(behaviour -> behaviour.withScript(ANA, NumberScript.neverEnding()));
        for (int round = 0; round < 5; round++) {
            caller.start(BEA);
            wanted.add(caller.start(ANA));
        }
        clock.advance(Duration.ofMillis(3_000));

        JsonNode first = caller.list("?order=asc&limit=3&status=in_progress");
        JsonNode second = caller.list("?order=asc&limit=3&status=in_progress&after=" + first.get("last_id").asText());

        assertThat(ids(first)).isEqualTo(wanted.subList(0, 3));
        assertThat(first.get("has_more").asBoolean()).isTrue();
        assertThat(ids(second)).isEqualTo(wanted.subList(3, 5));
        assertThat(second.get("has_more").asBoolean()).isFalse();
        assertThat(ids(caller.list("?order=asc&limit=3&status=in_progress&page=2"))).isEqualTo(wanted.subList(3, 5));
    }

    @Test
    void new_calls_are_missing_in_lists_for_a_while_but_known_by_their_id() throws Exception {
        simulator.behave(behaviour -> behaviour.withTiming(Timing.exactly(1_000, 2_000).withListLagMs(5_000)));
        String id = caller.start(ANA);

        clock.advance(Duration.ofMillis(4_999));
        List<String> early = ids(caller.list(""));
        int known = caller.get("/v1/call/" + id).statusCode();
        clock.advance(Duration.ofMillis(1));

        assertThat(early).isEmpty();
        assertThat(known).isEqualTo(200);
        assertThat(ids(caller.list(""))).containsExactly(id);
    }

    @ParameterizedTest
    @CsvSource({"?limit=1001, limit", "?limit=0, limit", "?limit=many, limit", "?order=up, order", "?page=0, page",
        "?after=17, after", "?start_created_date=yesterday, start_created_date", "?end_created_date=2026-11-20T99:00:00Z, end_created_date",
        "?status=no_answer, status", "?type=sideways, type", "?agent_id=17, agent_id", "?phone_id=17, phone_id"})
    void parameters_that_cannot_be_read_are_named_in_a_422(String query, String parameter) throws Exception {
        HttpResponse<String> response = caller.get("/v1/call/" + query);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).get("detail").get(0).get("loc")).isEqualTo(json("[\"query\",\"" + parameter + "\"]"));
    }

    @Test
    void after_and_before_exclude_each_other() throws Exception {
        String id = caller.start(ANA);

        HttpResponse<String> response = caller.get("/v1/call/?after=" + id + "&before=" + id);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(json(response).get("error_code").asText()).isEqualTo("INVALID_PAGINATION_PARAMETERS");
    }

    @Test
    void a_page_of_a_thousand_out_of_many_calls_is_found_by_its_time() throws Exception {
        CallBook book = new CallBook();
        CallBook.Wanted wanted = new CallBook.Wanted(ANA, Caller.FROM, Phones.idOf(Caller.FROM), Agents.DEFAULT_AGENT, null, null, null, null);
        for (int call = 0; call < 5_000; call++) {
            book.accept(wanted, simulator.behaviour(), call * 10L);
        }

        assertThat(book.firstSince(0, 5_000)).isZero();
        assertThat(book.firstSince(20_000, 5_000)).isEqualTo(2_000);
        assertThat(book.firstSince(20_001, 5_000)).isEqualTo(2_001);
        assertThat(book.firstSince(1_000_000, 5_000)).isEqualTo(5_000);
        assertThat(book.at(2_000).createdAt()).isEqualTo(20_000);
    }
}
