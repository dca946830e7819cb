package io.voicecampaigns.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.voicecampaigns.RunningBundle;
import io.voicecampaigns.simulator.Outcome;
import io.voicecampaigns.simulator.SimulatedCall;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Compares what the provider has seen with what stands in the results: nobody dialled twice, and nothing lost. */
final class Reckoning {
    private final List<SimulatedCall> calls;
    private final List<Map<String, String>> results;
    private final List<Map<String, String>> attempts;

    private Reckoning(List<SimulatedCall> calls, List<Map<String, String>> results, List<Map<String, String>> attempts) {
        this.calls = calls;
        this.results = results;
        this.attempts = attempts;
    }

    static Reckoning of(RunningBundle bundle, String campaign, String list) {
        return of(bundle, campaign, list, bundle.simulator().calls());
    }

    /** @param calls of the provider that belong to this list */
    static Reckoning of(RunningBundle bundle, String campaign, String list, List<SimulatedCall> calls) {
        return new Reckoning(calls, bundle.rows(campaign, list + ".results.csv"),
                bundle.rows(campaign, list + ".attempts.csv"));
    }

    Reckoning nobodyWasDialledTwice() {
        Map<String, Long> byAttempt = calls.stream().collect(Collectors.groupingBy(call -> call.attemptId().orElseThrow(), Collectors.counting()));
        assertThat(byAttempt).as("calls by attempt").allSatisfy((attempt, count) -> assertThat(count).isOne());
        Map<String, Long> attemptsByNumber = attempts.stream().collect(Collectors.groupingBy(row -> row.get("telefono"), Collectors.counting()));
        Map<String, Long> callsByNumber = calls.stream().collect(Collectors.groupingBy(Reckoning::national, Collectors.counting()));
        assertThat(callsByNumber).as("calls by number").allSatisfy((number, count) ->
                assertThat(count).isLessThanOrEqualTo(attemptsByNumber.getOrDefault(number, 0L)));
        return this;
    }

    /** Every contact once and in list order, each of its attempts final. */
    Reckoning everyContactIsThere(int first, int count) {
        assertThat(results).extracting(row -> row.get("id")).as("contacts")
                .containsExactlyElementsOf(IntStream.range(first, first + count).mapToObj(i -> "K" + i).toList());
        assertThat(results).extracting(row -> row.get("call_state")).as("states").isSubsetOf("ended", "review");
        assertThat(attempts).extracting(row -> row.get("call_state")).as("states of attempts").isSubsetOf("ended", "review");
        assertThat(attempts.stream().map(row -> row.get("id")).collect(Collectors.toSet())).as("contacts with attempts").hasSize(count);
        return this;
    }

    /** Each call that the provider accepted, no other, and no attempt without call but those in review. */
    Reckoning everyCallIsThereWithItsOutcome() {
        Map<String, Map<String, String>> byCall = attempts.stream().filter(row -> !row.get("call_id").isEmpty())
                .collect(Collectors.toMap(row -> row.get("call_id"), Function.identity()));
        assertThat(byCall).as("calls in the results").containsOnlyKeys(calls.stream().map(SimulatedCall::id).toList());
        for (SimulatedCall call : calls) {
            assertThat(byCall.get(call.id())).as("%s", call)
                    .containsEntry("call_attempt_id", call.attemptId().orElseThrow())
                    .containsEntry("telefono", national(call))
                    .containsEntry("call_disposition", call.outcome().toString())
                    .containsEntry("call_state", "ended");
        }
        Set<String> called = calls.stream().map(call -> call.attemptId().orElseThrow()).collect(Collectors.toSet());
        assertThat(attempts).filteredOn(row -> row.get("call_id").isEmpty()).as("attempts without a call").allSatisfy(row -> {
            assertThat(row).containsEntry("call_state", "review");
            assertThat(called).doesNotContain(row.get("call_attempt_id"));
        });
        return this;
    }

    /** Every conversation has its recording. */
    boolean hasAllRecordings() {
        Set<String> talked = calls.stream().filter(call -> TALKS.contains(call.outcome())).map(SimulatedCall::id).collect(Collectors.toSet());
        return attempts.stream().filter(row -> talked.contains(row.get("call_id")))
                .noneMatch(row -> row.get("call_recording_url").isEmpty());
    }

    private static final Set<Outcome> TALKS = Set.of(Outcome.ANSWERED, Outcome.TRANSFERRED, Outcome.VOICEMAIL);

    /** As lists have it. */
    private static String national(SimulatedCall call) {
        return call.number().substring(call.number().startsWith("+1") ? 2 : 3);
    }

    long inReview() {
        return attempts.stream().filter(row -> row.get("call_state").equals("review")).count();
    }
}
