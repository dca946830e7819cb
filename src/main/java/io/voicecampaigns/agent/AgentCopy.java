package io.voicecampaigns.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The copying of one agent's versions, and what has changed in them. Used by one thread at a time. */
public final class AgentCopy {
    private final AccountCopy account;
    private final String agentId;
    private final AgentCatalogue catalogue;
    private final SnapshotFolder folder;
    private final AgentIndex index;
    private final VersionListing listing;
    private final Instant now;
    private final Set<String> seen = new HashSet<>();
    private final List<String> lines = new ArrayList<>();
    private Optional<String> published = Optional.empty();

    AgentCopy(AccountCopy account, Path snapshots, String agentId, Instant now) {
        this.account = account;
        this.agentId = agentId;
        this.now = now;
        this.catalogue = AgentCatalogue.of(account.provider()).orElseThrow();
        this.folder = new SnapshotFolder(snapshots, account.provider(), agentId);
        this.index = folder.index();
        this.listing = new VersionListing(account.provider(), agentId, catalogue.marksPublished() && !account.listsPublished);
    }

    public String provider() {
        return account.provider();
    }

    public String agentId() {
        return agentId;
    }

    /** The page of versions to ask for next; null after the last one, and where the account does not answer any more. */
    public AgentQuery next() {
        return account.hasGivenUp() ? null : listing.next();
    }

    AccountCopy account() {
        return account;
    }

    String shown() {
        return account.provider() + " agent " + (index.agentName().isEmpty() ? "" : "“" + index.agentName() + "” ") + agentId;
    }

    void page(AgentPage<AgentVersion> page) {
        listing.page(page).stream().filter(version -> !version.draft()).forEach(this::take);
        account.listsPublished |= listing.listsPublished();
    }

    private void take(AgentVersion version) {
        ObjectNode varying = CanonicalJson.object();
        ObjectNode fields = SnapshotFolder.settled(catalogue, version, varying);
        ObjectNode document = SnapshotFolder.document(account.provider(), version, fields);
        String hash = CanonicalJson.hash(document);
        Optional<AgentIndex.Entry> known = index.version(version.id());
        boolean same = known.filter(entry -> entry.hash().equals(hash)).isPresent();
        if (known.isEmpty()) {
            added(version, fields);
        } else if (!same) {
            lines.add(version.shown() + " is not what it was:");
            lines.addAll(Differences.between(folder.fields(known.get().number(), version.id()).orElseGet(CanonicalJson::object), fields));
            account.run().changed++;
        }
        folder.write(version, document);
        if (seen.add(version.id())) {
            account.run().versions++;
        }
        if (version.published()) {
            published = Optional.of(version.id());
        }
        index.agentName(version.agentName());
        index.put(new AgentIndex.Entry(version.id(), version.number(), version.name(), version.created(),
                same ? known.get().copied() : now.toString(), hash, known.map(AgentIndex.Entry::live).orElse(false), true, varying));
    }

    private void added(AgentVersion version, JsonNode fields) {
        account.run().added++;
        if (index.isNew()) {
            return;
        }
        Optional<AgentIndex.Entry> before = index.before(version.number());
        lines.add(version.shown() + " is new" + before.map(entry -> ", and differs from " + entry.shown() + " in:").orElse("."));
        before.flatMap(entry -> folder.fields(entry.number(), entry.id())).ifPresent(old -> lines.addAll(
                Differences.between(catalogue.content(old), catalogue.content(fields))));
    }

    /** Everything was read: what was not seen is gone, and what is live is known. @param released the version that this program published last */
    void complete(Optional<String> released) {
        SnapshotRun run = account.run();
        run.agents++;
        Optional<AgentIndex.Entry> wasLive = index.live();
        index.versions().stream().toList().forEach(entry -> {
            if (entry.listed() && !seen.contains(entry.id())) {
                lines.add(entry.shown() + " is not listed any more; its copy stays.");
                run.removed++;
            }
            index.put(entry.with(entry.live(), seen.contains(entry.id())));
        });
        Optional<String> live = catalogue.marksPublished() ? published : index.newest().map(AgentIndex.Entry::id);
        index.versions().stream().toList().forEach(entry -> index.put(entry.with(live.filter(entry.id()::equals).isPresent(), entry.listed())));
        if (index.isNew()) {
            lines.add("new, with " + seen.size() + " versions" + index.live().map(entry -> "; live: " + entry.shown()).orElse("; none is live"));
        } else if (!wasLive.map(AgentIndex.Entry::id).equals(live)) {
            moved(wasLive, released);
        }
        if (!index.gone().isEmpty()) {
            lines.add("listed again.");
            index.gone("");
        }
        finish("");
    }

    private void moved(Optional<AgentIndex.Entry> before, Optional<String> released) {
        String from = before.map(AgentIndex.Entry::shown).orElse("none");
        String to = index.live().map(AgentIndex.Entry::shown).orElse("none");
        lines.add("live: " + from + " → " + to);
        account.run().published++;
        if (catalogue.marksPublished() && !index.live().map(AgentIndex.Entry::id).equals(released)) {
            account.run().warnings.add(shown() + ": " + to + " is live, which was not published by a release (before: " + from + ")");
        }
    }

    /** What was read so far is kept; what was not read is not thought to be gone. */
    void incomplete() {
        if (!seen.isEmpty()) {
            finish(" (incomplete)");
        }
    }

    private void finish(String remark) {
        folder.write(index);
        if (!lines.isEmpty()) {
            account.run().report.section(shown() + remark, lines);
        }
    }
}
