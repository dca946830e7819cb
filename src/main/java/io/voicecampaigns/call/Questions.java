package io.voicecampaigns.call;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of questions that got no answer: each is due again by itself. Thread-safe. */
public final class Questions {
    private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

    private final LookUps lookUps;
    private final Conversations conversations;
    private final AgentChecks agents;

    public Questions(LookUps lookUps, Conversations conversations, AgentChecks agents) {
        this.lookUps = lookUps;
        this.conversations = conversations;
        this.agents = agents;
    }

    /** The provider's action failed, or its answer could not be made use of. */
    public void unanswered(Question question, Throwable failure) {
        LOG.debug("{} is not answered: {}", question, failure.getClass().getSimpleName());
        if (question instanceof LookUps.LookUp lookUp) {
            lookUps.failed(lookUp);
        } else if (question instanceof Conversations.Wanted wanted) {
            conversations.failed(wanted);
        } else if (question instanceof AgentChecks.Check check) {
            agents.fail(check, failure);
        }
    }
}
