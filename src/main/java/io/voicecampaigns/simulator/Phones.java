package io.voicecampaigns.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** {@code GET /v1/phone/}: the numbers that may call; where any may, two of them as examples. */
final class Phones {
    private static final Set<String> EXAMPLE = Set.of("+34910000000", "+34910000999");

    private Phones() {
    }

    /** The provider's id of an own number: always the same for one number. */
    static UUID idOf(String number) {
        return Dice.uuid(Dice.seedOf(34, number), 0);
    }

    static Answer page(Request request, Set<String> fromNumbers) {
        List<ObjectNode> phones = (fromNumbers.isEmpty() ? EXAMPLE : fromNumbers).stream().sorted().map(number -> {
            ObjectNode phone = Json.object().put("id", idOf(number).toString()).put("number", number)
                    .put("telephony_provider", "netelip").put("status", "assigned")
                    .put("outbound_agent_id", Agents.DEFAULT_AGENT.toString());
            phone.putArray("region_codes").add("ES");
            return phone;
        }).toList();
        return JsonPage.of(phones, "id", Paging.of(new Query(request.query()), 100, 20));
    }
}
