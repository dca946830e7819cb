package io.voicecampaigns.crm;

import java.time.Clock;
import java.util.Map;

/** Leads the {@link Conversation}s of {@code http-request-action}: the bean {@code crmRequests}. It sends nothing itself. Thread-safe. */
public final class CrmRequests {
    private final AccessTokens tokens;
    private final Clock clock;

    public CrmRequests(AccessTokens tokens, Clock clock) {
        this.tokens = tokens;
        this.clock = clock;
    }

    /** @param request a {@link CrmRequest}, or what {@link CrmRequest#from} reads */
    public Conversation begin(Object request) {
        return new Conversation(CrmRequest.from(request), tokens, clock);
    }

    /**
     * @param headers those of the answer, with its status
     * @param body    of any kind that holds JSON; null if there was none
     * @throws CrmException if there is no token to be had
     */
    public void answered(Conversation conversation, Map<String, Object> headers, Object body) {
        conversation.answered(headers, body);
    }
}
