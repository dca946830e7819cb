package io.voicecampaigns.call;

import static io.voicecampaigns.call.ContactState.ACTIVE;
import static io.voicecampaigns.call.ContactState.BLOCKED;
import static io.voicecampaigns.call.ContactState.CANCELLED;
import static io.voicecampaigns.call.ContactState.DONE;
import static io.voicecampaigns.call.ContactState.EXPIRED;
import static io.voicecampaigns.call.ContactState.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ContactLifeTest {
    /** Written down a second time, so that an edge that slips in or out is noticed. */
    private static final Map<ContactTransition, Set<ContactState>> STARTS = new EnumMap<>(Map.of(
            ContactTransition.CLAIMED, Set.of(WAITING),
            ContactTransition.CALL_FOUND, Set.of(WAITING, ACTIVE, DONE, BLOCKED, EXPIRED, CANCELLED),
            ContactTransition.WAITS_AGAIN, Set.of(WAITING, ACTIVE, DONE, BLOCKED, EXPIRED),
            ContactTransition.FINISHED, Set.of(WAITING, ACTIVE, DONE, BLOCKED, EXPIRED),
            ContactTransition.RETRIED, Set.of(DONE),
            ContactTransition.WAS_BLOCKED, Set.of(WAITING),
            ContactTransition.HAS_EXPIRED, Set.of(WAITING),
            ContactTransition.WAS_CANCELLED, Set.of(WAITING)));

    static Stream<Arguments> pairs() {
        return Arrays.stream(ContactTransition.values()).flatMap(transition ->
                Arrays.stream(ContactState.values()).map(state -> Arguments.of(transition, state)));
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("pairs")
    void every_pair_of_transition_and_state_is_legal_or_changes_no_row(ContactTransition transition, ContactState state) {
        boolean legal = STARTS.get(transition).contains(state);

        assertThat(transition.startsIn(state)).isEqualTo(legal);
        assertThat(transition.condition().contains("'" + state.word() + "'")).isEqualTo(legal);
    }

    @Test
    void nobody_waits_again_who_was_cancelled() {
        assertThat(Arrays.stream(ContactTransition.values()).filter(transition -> transition.to() == WAITING)).isNotEmpty()
                .noneMatch(transition -> transition.startsIn(CANCELLED));
    }
}
