package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * What a release file asks for, read and checked.
 *
 * @param id          the file's content by its SHA-256: the same file is the same release
 * @param file        its name without folders
 * @param versionId   where versions are changed in place, the one to change
 * @param fields      what to change, in the provider's words
 * @param versionName under which the new version is launched, and found again
 * @param reviewed    the hash of what somebody has looked at
 * @param warnings    what may well be right
 * @param isRestore   whether the file is the copy of a version
 */
record ReleaseRequest(String id, String file, String provider, String agentId, Optional<String> versionId, ObjectNode fields,
        String versionName, boolean publish, Optional<String> outboundPhone, Optional<String> inboundPhone, Optional<String> reviewed,
        List<String> warnings, boolean isRestore) {
    ReleaseRequest {
        warnings = List.copyOf(warnings);
    }

    AgentCatalogue catalogue() {
        return AgentCatalogue.of(provider).orElseThrow();
    }

    /** The file's name without what says its kind. */
    String stem() {
        return file.replaceFirst("(?i)\\.(json|ya?ml)$", "");
    }
}
