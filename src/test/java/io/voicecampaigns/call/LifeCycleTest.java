package io.voicecampaigns.call;

import static io.voicecampaigns.call.AttemptState.DIALING;
import static io.voicecampaigns.call.AttemptState.DUE;
import static io.voicecampaigns.call.AttemptState.ENDED;
import static io.voicecampaigns.call.AttemptState.IN_CALL;
import static io.voicecampaigns.call.AttemptState.REPORTED;
import static io.voicecampaigns.call.AttemptState.REVIEW;
import static io.voicecampaigns.call.AttemptState.UNCERTAIN;
import static io.voicecampaigns.call.AttemptState.UNDELIVERABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifeCycleTest {
    /** Written down a second time, so that an edge that slips in or out is noticed. */
    private static final Map<Transition, Set<AttemptState>> STARTS = new EnumMap<>(Map.ofEntries(
            Map.entry(Transition.CLAIMED, Set.of(DUE)),
            Map.entry(Transition.ACCEPTED, Set.of(DIALING)),
            Map.entry(Transition.REFUSED, Set.of(DIALING)),
            Map.entry(Transition.PUT_BACK, Set.of(DIALING)),
            Map.entry(Transition.ANSWER_LOST, Set.of(DIALING)),
            Map.entry(Transition.FOUND, Set.of(UNCERTAIN, REVIEW, DUE)),
            Map.entry(Transition.NOT_FOUND, Set.of(UNCERTAIN)),
            Map.entry(Transition.DECIDED, Set.of(REVIEW)),
            Map.entry(Transition.ENDING_SEEN, Set.of(IN_CALL)),
            Map.entry(Transition.SINKS_ACCEPTED, Set.of(ENDED)),
            Map.entry(Transition.SINK_REFUSED, Set.of(ENDED)),
            Map.entry(Transition.LATE_FACT, Set.of(ENDED, REPORTED, UNDELIVERABLE)),
            Map.entry(Transition.RESENT, Set.of(REPORTED, UNDELIVERABLE)),
            Map.entry(Transition.REFUSAL_TAKEN_BACK, Set.of(ENDED, REPORTED, UNDELIVERABLE))));

    static Stream<Arguments> pairs() {
        return Arrays.stream(Transition.values()).flatMap(transition ->
                Arrays.stream(AttemptState.values()).map(state -> Arguments.of(transition, state)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("pairs")
    void every_pair_of_transition_and_state_is_legal_or_refused(Transition transition, AttemptState state) {
        boolean legal = STARTS.get(transition).contains(state);

        assertThat(transition.startsIn(state)).isEqualTo(legal);
        if (legal) {
            assertThatCode(() -> transition.check(state)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> transition.check(state)).isInstanceOf(IllegalTransitionException.class)
                    .hasMessageContaining(state.word()).hasMessageContaining(transition.name());
        }
    }

    @Test
    void only_a_claim_leads_to_dialling_and_only_from_due() {
        assertThat(Arrays.stream(Transition.values()).filter(transition -> transition.to() == DIALING)).containsExactly(Transition.CLAIMED);
        assertThat(Arrays.stream(Transition.values()).filter(transition -> transition.to() == DUE))
                .as("what may be dialled again was never sent, was asked to come back later, or was refused")
                .containsExactlyInAnyOrder(Transition.PUT_BACK, Transition.REFUSAL_TAKEN_BACK);
    }

    @Test
    void states_are_spelled_in_sql_as_they_are_named() {
        assertThat(AttemptState.values()).allSatisfy(state -> assertThat(AttemptState.ofWord(state.word())).isEqualTo(state));
    }
}
