package io.voicecampaigns.provider;

import java.util.Optional;

/**
 * What a {@code <provider>-get-version-action} answers.
 *
 * @param version empty if it was not on this page
 * @param next    where to look on; empty if there is nowhere
 */
public record VersionAnswer(Optional<AgentVersion> version, Optional<String> next) {

    /**
     * Reads what an action answered: this record, or a map or JSON {@code {"version": {"id", "variables": [{"name", "required",
     * "hasDefault"}]}, "next"}}, of which both may be absent.
     *
     * @throws IllegalArgumentException naming the field that is missing or wrong, never its value
     */
    public static VersionAnswer from(Object body) {
        if (body instanceof VersionAnswer answer) {
            return answer;
        }
        Words words = Words.of("version", body);
        Optional<AgentVersion> version = words.object("version").map(found -> new AgentVersion(found.text("id"),
                found.list("variables").stream().map(each -> new AgentVersion.Variable(each.text("name"),
                        each.fields().path("required").asBoolean(false), each.fields().path("hasDefault").asBoolean(false))).toList()));
        return new VersionAnswer(version, words.optional("next"));
    }
}
