package io.voicecampaigns.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.voicecampaigns.outcome.Disposition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappingFileTest {
    /** A provider with other names, a cursor, wrapped answers and milliseconds. */
    private static final String OTHER = """
            start:
              attempt-variable: attempt
              body:
                customer: {lead: "{attempt-id}", first: "{variables.first_name}", tier: "{variables.tier}"}
                toPhoneNumber: "{to-number}"
                mode: audio
                retries: 0
                variables: "{variables}"
              call-id: call.uid
              answers:
                - {status: 201, result: accepted}
                - {status: 200, code: NUMBER_UNKNOWN, result: refused, disposition: invalid_number}
            error: {code: /problem/kind}
            call:
              id: uid
              attempt-id: lead
              created-at: at
              status: state
              end-reason: why
              duration: ms
              duration-unit: milliseconds
              endings:
                - {status: DONE, end-reason: "", disposition: answered}
                - {status: DONE, end-reason: [WARM_*], disposition: transferred}
            list:
              limit: 50
              query: {cursor: "{cursor}", since: "{created-from}", size: "{limit}"}
              items: calls
              next: {cursor: paging.next}
            get:
              call: call
            """;

    @TempDir
    Path folder;

    @Test
    void another_provider_is_a_file_and_no_java() throws Exception {
        ProviderCalls calls = new ProviderCalls(mappings(OTHER), Clock.systemUTC());

        JsonNode body = Json.MAPPER.readTree(calls.startBody(new StartRequest(DigaMapping.ATTEMPT, "c", "+1", "+2",
                Optional.empty(), Optional.empty(),
                Map.of("first_name", "Ana")), "other"));
        CallPage page = calls.page("other", 200, null, """
                {"calls": [{"uid": "c1", "lead": "%s", "at": 1763632800, "state": "DONE", "why": "WARM_TRANSFER", "ms": 61499}],
                 "paging": {"next": "n2"}}""".formatted(DigaMapping.ATTEMPT));
        CallLookup lookup = calls.call("other", 200, null,
                "{\"call\": {\"uid\": \"c2\", \"at\": 1763632800, \"state\": \"DONE\"}}");

        assertThat(body).isEqualTo(Json.MAPPER.readTree("""
                {"customer": {"lead": "%1$s", "first": "Ana"}, "toPhoneNumber": "+2", "mode": "audio", "retries": 0,
                 "variables": {"first_name": "Ana", "attempt": "%1$s"}}""".formatted(DigaMapping.ATTEMPT)));
        assertThat(calls.startAnswer("other", 201, null, "{\"call\": {\"uid\": \"c1\"}}").callId()).contains("c1");
        assertThat(calls.startAnswer("other", 200, null, "{\"problem\": {\"kind\": \"number-unknown\"}}").disposition())
                .contains(Disposition.INVALID_NUMBER);
        assertThat(page.next()).contains("n2");
        assertThat(page.calls()).singleElement().satisfies(call -> {
            assertThat(call.attemptId()).contains(DigaMapping.ATTEMPT);
            assertThat(call.createdAt()).contains(Instant.ofEpochSecond(1763632800));
            assertThat(call.disposition()).contains(Disposition.TRANSFERRED);
            assertThat(call.durationSeconds()).isEqualTo(OptionalInt.of(61));
        });
        assertThat(lookup.call().orElseThrow().disposition()).contains(Disposition.ANSWERED);
        assertThat(calls.listQuery(new ListRequest(Instant.EPOCH, Optional.empty(), Optional.of("n2"), 1000), "other"))
                .isEqualTo("cursor=n2&since=1970-01-01T00%3A00%3A00Z&size=50");
    }

    @Test
    void pages_may_be_numbered() throws Exception {
        ProviderCalls calls = new ProviderCalls(mappings(OTHER.replace("{cursor: paging.next}",
                "{page: page, last-page: pages}")), Clock.systemUTC());

        assertThat(calls.page("other", 200, null, "{\"calls\": [], \"page\": 1, \"pages\": 2}").next()).contains("2");
        assertThat(calls.page("other", 200, null, "{\"calls\": [], \"page\": 2, \"pages\": 2}").next()).isEmpty();
    }

    @Test
    void the_shipped_mapping_tells_what_the_stages_need() {
        ProviderMapping diga = new ProviderMappings(Path.of("config/providers")).of("diga");

        assertThat(diga.callableRegions()).containsExactly("ES");
        assertThat(diga.pageLimit()).isEqualTo(1000);
        assertThat(diga.timings()).isEqualTo(new ProviderTimings(Duration.ofMinutes(4), Duration.ofSeconds(30),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30), Duration.ofHours(1)));
    }

    @Test
    void all_problems_come_at_once_with_their_lines() {
        assertThat(problems("""
                regions: [Spain]
                colour: red
                timings: {settle: soon, list-lag: 5m}
                start:
                  body: {to: "{phone}"}
                  call-id: a..b
                  answers:
                    - {status: 5xx, result: refused, disposition: failed}
                    - {status: 408, result: later}
                    - {status: 404, result: accepted}
                    - {status: 4xx, result: refused}
                    - {status: 40, result: maybe}
                call:
                  id: id
                  id: uid
                  status: status
                  duration-unit: hours
                  endings:
                    - {status: done, disposition: great}
                list:
                  limit: 0
                  query: {limit: "{limit}"}
                  items: data
                  next: {page: p}
                """)).containsExactlyInAnyOrder(
                "1 regions: must be regions of two letters, such as ES",
                "2 colour: is unknown; known are regions, campaign-needs, timings, error, start, call, list, get, recording, conversation, version",
                "3 timings.settle: must be a duration such as 30s, 3m or 1h",
                "3 timings.settle: must be at least request-timeout and list-lag together, or a call could appear after it was given up",
                "5 start.body: {phone} is unknown; known are {agent}, {agent-version}, {attempt-id}, {campaign}, {from-number}, {to-number}, {variables}, {variables.*}",
                "5 start.body: must hold {to-number}",
                "5 start.body: must hold {attempt-id} or {variables}, by which a call is found again",
                "6 start.call-id: must be a path such as contact.identifier",
                "8 start.answers[0].status: must not mean refused: only 2xx can say that there is a call, and only 4xx but 408, or 2xx with a code, that there is none",
                "9 start.answers[1].status: must not mean later: only 2xx can say that there is a call, and only 4xx but 408, or 2xx with a code, that there is none",
                "10 start.answers[2].status: must not mean accepted: only 2xx can say that there is a call, and only 4xx but 408, or 2xx with a code, that there is none",
                "11 start.answers[3].disposition: is missing: how the attempt of a refused contact ends",
                "11 start.answers[3].status: must not mean refused: only 2xx can say that there is a call, and only 4xx but 408, or 2xx with a code, that there is none",
                "12 start.answers[4].result: must be accepted, refused, campaign_refused, later or unknown",
                "12 start.answers[4].status: must be statuses such as 422 or 2xx",
                "15 call.id: stands twice",
                "14 call.created-at: is missing",
                "17 call.duration-unit: must be seconds, milliseconds or minutes",
                "19 call.endings[0].disposition: must be one of our words, such as no_answer",
                "21 list.limit: must be a number from 1 to 10000",
                "22 list.query: must hold {cursor}",
                "24 list.next: must hold either cursor, more or both, or page and last-page");
    }

    @Test
    void what_is_no_mapping_says_where() {
        assertThat(problems("")).containsExactly("0 : is empty");
        assertThat(problems("a: b: c")).singleElement().asString().startsWith("1 : is not YAML here");
        assertThat(problems("just text")).contains("1 : must be fields, each with a colon");
        assertThat(catchThrowableOfType(InvalidProviderException.class, () -> new ProviderMappings(folder).of("absent"))
                .problems())
                .singleElement().satisfies(problem -> assertThat(problem.file()).endsWith("absent.yaml"));
    }

    @Test
    void a_bad_edit_leaves_the_mapping_as_it_was() throws Exception {
        ProviderMappings mappings = mappings(OTHER);
        ProviderMapping before = mappings.of("other");

        mappings(OTHER.replace("items: calls", "items: [1, 2]"));

        assertThat(mappings.reload()).isNotEmpty();
        assertThat(mappings.of("other")).isSameAs(before);
        mappings(OTHER.replace("limit: 50", "limit: 60"));
        assertThat(mappings.reload()).isEmpty();
        assertThat(mappings.of("other").pageLimit()).isEqualTo(60);
    }

    private ProviderMappings mappings(String yaml) throws IOException {
        Files.writeString(folder.resolve("other.yaml"), yaml);
        return new ProviderMappings(folder);
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(InvalidProviderException.class, () -> mappings(yaml).of("other")).problems().stream()
                .map(problem -> problem.line() + " " + problem.field() + ": " + problem.reason()).toList();
    }
}
