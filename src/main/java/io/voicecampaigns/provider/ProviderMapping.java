package io.voicecampaigns.provider;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How a provider's words translate to ours: one file of {@code config/providers/}, read and checked. Immutable, and safe for use
 * by many threads.
 *
 * @param name            the file's name without extension
 * @param callableRegions regions whose numbers can be called, such as {@code ES}; empty: all
 * @param timings         how long the provider may take
 */
public record ProviderMapping(String name, Set<String> callableRegions, ProviderTimings timings, Details details) {

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

    /** What only the translation itself needs. */
    record Details(ProviderError.Places error, StartMapping start, CallFields call, PageMapping page, Lookup lookup,
            Optional<FieldPath> recordingUrl) {
    }

    /**
     * @param call    where the call stands in the answer that is about it alone
     * @param unknown answers that say there is no such call, or no such recording
     */
    record Lookup(FieldPath call, AnswerCondition unknown) {
    }
}
