package io.voicecampaigns.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where an agent's versions stand in a provider's list of them, and which variables each wants.
 *
 * @param items     the versions of one page
 * @param next      where the next page begins; empty: there is one page only
 * @param variables the list of variables in one version
 */
record VersionFields(RequestTemplate query, int limit, FieldPath items, FieldPath id, Optional<FieldPath> next, FieldPath variables,
        FieldPath name, FieldPath required, Optional<FieldPath> defaultValue) {

    /** Empty if {@code page} is no page of versions. */
    Optional<VersionAnswer> find(String version, JsonNode page) {
        JsonNode versions = items.in(page);
        if (!versions.isArray()) {
            return Optional.empty();
        }
        Optional<AgentVersion> found = versions.valueStream()
                .filter(each -> id.textIn(each).filter(version::equals).isPresent()).findFirst().map(each -> read(version, each));
        return Optional.of(new VersionAnswer(found, found.isPresent() ? Optional.empty() : next.flatMap(path -> path.textIn(page))));
    }

    private AgentVersion read(String version, JsonNode node) {
        List<AgentVersion.Variable> wanted = new ArrayList<>();
        for (JsonNode each : variables.in(node)) {
            name.textIn(each).ifPresent(known -> wanted.add(new AgentVersion.Variable(known, required.in(each).asBoolean(false),
                    defaultValue.flatMap(path -> path.textIn(each)).isPresent())));
        }
        return new AgentVersion(version, wanted);
    }
}
