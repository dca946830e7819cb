package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.voicecampaigns.agent.ReleaseJournal.Step;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One try to carry a release file out, from what the journal says has been done already. Used by one thread at a time. */
public final class Release {
    /** What a try came to. */
    public sealed interface Outcome {
    }

    /** Everything that the file asks for is done. */
    public record Released(String summary, Path receipt) implements Outcome {
    }

    /** It ends here; somebody has to do something. */
    public record Refused(List<String> reasons) implements Outcome {
    }

    /** It goes on at another try, not before {@code retryAt}. */
    public record Unfinished(String reason, Instant retryAt) implements Outcome {
    }

    /** What would be done. */
    public record Previewed(String text) implements Outcome {
    }

    final ReleaseRequest request;
    final AgentCatalogue catalogue;
    final Changes changes;
    final ReleaseJournal journal;
    final Optional<Path> file;
    final boolean isPreview;
    final VersionListing listing;
    final List<AgentVersion> newer = new ArrayList<>();
    private Optional<AgentVersion> live = Optional.empty();
    private Optional<AgentVersion> target = Optional.empty();
    private long highest;
    private boolean decided;
    private String permit = "";
    private Outcome outcome;

    /** @param file where to take it from once it is carried out; empty: it stays where it is */
    Release(ReleaseRequest request, ReleaseJournal journal, Optional<Path> file, boolean isPreview) {
        this.request = request;
        this.catalogue = request.catalogue();
        this.changes = new Changes(catalogue);
        this.journal = journal;
        this.file = file;
        this.isPreview = isPreview;
        this.listing = new VersionListing(request.provider(), request.agentId(), catalogue.marksPublished());
    }

    public String provider() {
        return request.provider();
    }

    /** The page of versions to ask for next; null after the last one. */
    public AgentQuery next() {
        return journal.step() == Step.DONE ? null : listing.next();
    }

    /** The draft to ask for; null where there are none. */
    public AgentQuery draft() {
        return catalogue.launches() && journal.step() != Step.DONE ? new AgentQuery(request.agentId(), Optional.empty(), false) : null;
    }

    void page(AgentPage<AgentVersion> page) {
        for (AgentVersion version : listing.page(page)) {
            if (version.draft()) {
                continue;
            }
            highest = Math.max(highest, version.number());
            if (version.published()) {
                live = Optional.of(version);
            }
            if (request.versionId().filter(version.id()::equals).isPresent()) {
                target = Optional.of(version);
            }
            if (journal.step() == Step.LAUNCHING && version.number() > journal.number("highest") && version.name().equals(request.versionName())) {
                newer.add(version);
            }
        }
    }

    void target(AgentVersion state) {
        target = Optional.of(state);
    }

    /** What the change is made to: the draft, or the version itself. */
    AgentVersion target() {
        return target.orElseThrow(() -> new ReleaseRefusedException("the agent has no version " + request.versionId().orElse("to change")));
    }

    Optional<AgentVersion> live() {
        return live;
    }

    String liveId() {
        return live.map(AgentVersion::id).orElse("");
    }

    long highest() {
        return highest;
    }

    /** What is changed, without what varies. */
    ObjectNode state() {
        return catalogue.content(SnapshotFolder.settled(catalogue, target(), CanonicalJson.object()));
    }

    /** What somebody reviews: everything that is sent, and everything that it is sent to. */
    String hash() {
        ObjectNode all = CanonicalJson.object().put("provider", provider()).put("agent", request.agentId()).put("version", request.versionId().orElse(""))
                .put("publish", request.publish()).put("outbound", request.outboundPhone().orElse("")).put("inbound", request.inboundPhone().orElse(""))
                .put("live", liveId());
        all.set("change", request.fields());
        all.set("state", state());
        return CanonicalJson.hash(all).substring(0, 16);
    }

    void goAhead() {
        decided = true;
    }

    public boolean wantsUpdate() {
        return decided && journal.step() == Step.NOTHING;
    }

    public boolean wantsLaunch() {
        return decided && catalogue.launches() && journal.step() == Step.UPDATED;
    }

    public boolean wantsPublish() {
        return decided && catalogue.launches() && request.publish() && journal.step() == Step.LAUNCHED;
    }

    AgentChange change() {
        return new AgentChange(request.agentId(), request.versionId(), request.fields(), request.versionName(), Optional.empty(), Optional.empty());
    }

    AgentChange publication() {
        return new AgentChange(request.agentId(), journal.text("version"), CanonicalJson.object(), request.versionName(), request.outboundPhone(),
                request.inboundPhone());
    }

    /** The right to send the next request, once. */
    public String permit() {
        return permit;
    }

    void grant(String token) {
        permit = token;
    }

    /** What this try came to; null while it is under way. */
    public Outcome outcome() {
        return outcome;
    }

    void end(Outcome how) {
        outcome = how;
    }
}
