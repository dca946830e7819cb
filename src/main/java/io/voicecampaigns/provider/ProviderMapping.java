package io.voicecampaigns.provider;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a provider's words translate to ours: one file of {@code config/providers/}, read and checked. Immutable, and safe for use
 * by many threads.
 *
 * @param name            the file's name without extension
 * @param callableRegions regions whose numbers can be called, such as {@code ES}; empty: all
 * @param campaignNeeds   fields of a campaign file that this provider cannot do without, such as {@code agent}
 * @param timings         how long the provider may take
 */
public record ProviderMapping(String name, Set<String> callableRegions, Set<String> campaignNeeds, ProviderTimings timings,
        Details details) {
    static final Set<String> MAY_BE_NEEDED = new TreeSet<>(Set.of("agent", "agent-version"));

    /**
     * Reads a mapping.
     *
     * @throws InvalidProviderException naming all problems with file, line and field
     */
    public static ProviderMapping read(Path file) {
        return MappingReader.read(file);
    }

    /** The most calls on one page of the list. */
    public int pageLimit() {
        return details.page.limit();
    }

    /** Whether {@code <provider>-get-version-action} can tell which variables an agent's version wants. */
    public boolean tellsVersions() {
        return details.version.isPresent();
    }

    /** What {@code <provider>-get-conversation-action} can tell of a call, in time; empty where there is no such kamelet. */
    public Set<Conversation.Part> conversationParts() {
        return details.conversation.map(ConversationFields::parts).orElse(Set.of());
    }

    /** What only the translation itself needs. */
    record Details(ProviderError.Places error, StartMapping start, CallFields call, PageMapping page, Lookup lookup,
            Optional<FieldPath> recordingUrl, Optional<ConversationFields> conversation, Optional<VersionFields> version) {
    }

    /**
     * @param call    where the call stands in the answer that is about it alone
     * @param unknown answers that say there is no such call, or no such recording
     */
    record Lookup(FieldPath call, AnswerCondition unknown) {
    }
}
