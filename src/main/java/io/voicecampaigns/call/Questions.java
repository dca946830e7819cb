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
        takeBack(question, failure);
    }

    /**
     * The route that was to ask has ended.
     *
     * @return false if the question had come back, as it should
     */
    public boolean over(Question question) {
        return takeBack(question, new RouteEndedException());
    }

    private boolean takeBack(Question question, Throwable failure) {
        if (question instanceof LookUps.LookUp lookUp) {
            return lookUps.failed(lookUp);
        }
        if (question instanceof Conversations.Wanted wanted) {
            return conversations.failed(wanted);
        }
        return question instanceof AgentChecks.Check check && agents.fail(check, failure);
    }

    private static final class RouteEndedException extends RuntimeException {
    }
}
