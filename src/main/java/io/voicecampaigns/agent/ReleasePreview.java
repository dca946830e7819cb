package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a release would do to the live state, for the person who reviews it. */
final class ReleasePreview {
    private final Release release;

    ReleasePreview(Release release) {
        this.release = release;
    }

    String text() {
        ReleaseRequest request = release.request;
        List<String> lines = new ArrayList<>();
        lines.add("Agent “" + release.target().agentName() + "” " + request.agentId() + " at " + request.provider() + ", live: "
                + (release.catalogue.marksPublished() ? release.live().map(AgentVersion::shown).orElse("nothing") : release.target().shown()));
        lines.add("");
        lines.add(request.publish() ? "Changes, and makes live" + phones() + ":" : "Changes, without making it live:");
        List<String> changes = Differences.between(release.changes.current(request.fields(), release.target().fields()), request.fields());
        lines.addAll(changes.isEmpty() ? List.of("- nothing: the agent says this already") : changes);
        if (release.catalogue.launches()) {
            lines.addAll(alreadyInTheDraft());
            lines.add("");
            lines.add("New version: v" + (release.highest() + 1) + " “" + request.versionName() + "”");
        }
        List<String> warnings = Stream.concat(request.warnings().stream(), references(release)).toList();
        if (!warnings.isEmpty()) {
            lines.add("");
            warnings.forEach(warning -> lines.add("Warning: " + warning));
        }
        lines.add("");
        lines.add("reviewed: " + release.hash());
        return String.join("\n", lines);
    }

    private String phones() {
        return release.request.outboundPhone().map(phone -> ", calls from phone " + phone).orElse("")
                + release.request.inboundPhone().map(phone -> ", answers phone " + phone).orElse("");
    }

    /** A version is made of the whole draft, with whatever others have changed in it. */
    private List<String> alreadyInTheDraft() {
        if (release.live().isEmpty()) {
            return List.of();
        }
        ObjectNode live = release.catalogue.content(SnapshotFolder.settled(release.catalogue, release.live().get(), CanonicalJson.object()));
        ObjectNode draft = release.state();
        // what this file changes stands above
        Stream.of(live, draft).forEach(fields -> release.request.fields().fieldNames().forEachRemaining(fields::remove));
        List<String> others = Differences.between(live, draft);
        return others.isEmpty() ? List.of() : Stream.concat(Stream.of("", "Also in the draft, and not live yet:"), others.stream()).toList();
    }

    /** Things outside the agent that the change names, and the live state does not: only their ids are known here. */
    static Stream<String> references(Release release) {
        return release.changes.references(release.request.fields(), release.target().fields()).stream()
                .map(field -> field + " names what only the provider holds; if it was deleted there, it cannot be restored");
    }
}
