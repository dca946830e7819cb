package io.voicecampaigns.call;

/** Something that a provider is asked and may be asked again: it changes nothing there. */
public sealed interface Question permits LookUps.LookUp, Conversations.Wanted, AgentChecks.Check {
    /** Whose kamelet asks it. */
    String provider();
}
