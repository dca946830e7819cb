package io.voicecampaigns.agent;

import io.voicecampaigns.ledger.DataDir;
import io.voicecampaigns.provider.ProviderAccount;
import io.voicecampaigns.provider.Providers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies of all agents of all accounts, under {@code <data>/snapshots}. Repeating a run changes nothing that is equal. The ledger is not
 * needed, and no campaign is touched whatever fails.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);

    private final Path snapshots;
    private final Clock clock;
    private final Providers providers;
    private final Published published;
    private final List<String> named;

    /** @param named agents to copy, as {@code diga/<agent id>}, parted by commas; blank: all */
    public Snapshots(DataDir data, Clock clock, Providers providers, Published published, String named) {
        this.snapshots = data.snapshots();
        this.clock = clock;
        this.providers = providers;
        this.published = published;
        this.named = Stream.of(named.split("[,\\s]+")).filter(name -> !name.isEmpty()).toList();
    }

    /**
     * Since when a copy is overdue, if so; where none was ever made, since the beginning of time.
     *
     * @param nextAfter the first time after another one that copies are to be made at
     */
    public Optional<Instant> overdueSince(Function<Instant, Instant> nextAfter) {
        Optional<Instant> last = lastRun().flatMap(LastRun::complete);
        return last.isEmpty() ? Optional.of(Instant.EPOCH) : last.map(nextAfter).filter(due -> !due.isAfter(clock.instant()));
    }

    /** A new run over every account. */
    public SnapshotRun begin() {
        List<AccountCopy> accounts = providers.all().stream().map(ProviderAccount::name).filter(name -> AgentCatalogue.of(name).isPresent())
                .map(name -> new AccountCopy(name, namedOf(name))).filter(account -> named.isEmpty() || !account.named().isEmpty()).toList();
        Instant now = clock.instant();
        SnapshotRun run = new SnapshotRun(now, new ChangeReport(snapshots.resolve("reports"), now), accounts);
        accounts.forEach(account -> account.belongsTo(run));
        return run;
    }

    private List<String> namedOf(String provider) {
        return named.stream().filter(name -> name.startsWith(provider + "/")).map(name -> name.substring(provider.length() + 1)).toList();
    }

    /** The agents that the settings name; empty where they name none. */
    public List<AgentCopy> named(AccountCopy account) {
        return copies(account, account.named());
    }

    /** The agents of a page. */
    public List<AgentCopy> agents(AccountCopy account, AgentPage<String> page) {
        account.page(page);
        return copies(account, page.items());
    }

    private List<AgentCopy> copies(AccountCopy account, List<String> agents) {
        return agents.stream().map(agent -> new AgentCopy(account, snapshots, agent, clock.instant())).toList();
    }

    /** Copies the versions of a page. */
    public void page(AgentCopy copy, AgentPage<AgentVersion> page) {
        copy.page(page);
    }

    /** All of an agent's versions are copied, or none could be asked for. */
    public void copied(AgentCopy copy) {
        if (copy.account().hasGivenUp()) {
            copy.account().run().missing.add(copy.shown() + ": not tried any more");
        } else {
            copy.account().succeeded();
            copy.complete(published.last(copy.provider(), copy.agentId()));
        }
    }

    /** An agent could not be copied to its end: what was copied stays. */
    public void failed(AgentCopy copy, Throwable failure) {
        copy.account().failed();
        copy.account().run().missing.add(copy.shown() + ": " + Reason.of(failure));
        copy.incomplete();
    }

    /** The agents of an account could not be listed to the end: those that were listed are copied. */
    public void unlisted(AccountCopy account, Throwable failure) {
        account.run().missing.add("agents of " + account.provider() + ": " + Reason.of(failure));
    }

    /** Says what the run came to, and keeps it for the next start; answers the run. */
    public SnapshotRun finish(SnapshotRun run) {
        run.accounts().stream().filter(AccountCopy::isListed).forEach(this::tellGone);
        if (!run.missing.isEmpty()) {
            run.report.section("Missing", run.missing.stream().map(missing -> "- " + missing).toList());
        }
        if (!run.warnings.isEmpty()) {
            run.report.section("Warnings", run.warnings.stream().map(warning -> "- " + warning).toList());
        }
        run.written = run.report.finish();
        Optional<Instant> complete = run.isComplete() ? Optional.of(run.started) : lastRun().flatMap(LastRun::complete);
        new LastRun(run.started, clock.instant(), complete, run.missing, run.warnings, run.toString(), run.written.map(Path::toString), run.changes())
                .write(lastRunFile());
        if (run.isComplete()) {
            LOG.info("snapshot: {}{}", run, run.written.map(file -> "; see " + file).orElse(""));
        } else {
            LOG.warn("snapshot, incomplete: {}; see {}", run, run.written.map(Path::toString).orElse("the log"));
        }
        run.warnings.forEach(warning -> LOG.warn("{}", warning));
        return run;
    }

    /** Agents whose copies are here, and whom their provider does not list. */
    private void tellGone(AccountCopy account) {
        Path folder = snapshots.resolve(account.provider());
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> agents = Files.list(folder)) {
            agents.map(agent -> agent.getFileName().toString()).filter(agent -> AgentVersion.isId(agent) && !account.seen.contains(agent)).sorted()
                    .forEach(agent -> tellGone(account, agent));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tellGone(AccountCopy account, String agentId) {
        SnapshotFolder copies = new SnapshotFolder(snapshots, account.provider(), agentId);
        AgentIndex index = copies.index();
        if (index.isNew() || !index.gone().isEmpty()) {
            return;
        }
        index.gone(clock.instant().toString());
        copies.write(index);
        account.run().removed++;
        account.run().report.section(account.provider() + " agent “" + index.agentName() + "” " + agentId, List.of("not listed any more; its copies stay."));
    }

    /** What the last run warned of and missed, whichever process it ran in. */
    public List<String> warnings() {
        return lastRun().map(run -> Stream.concat(run.warnings().stream(), run.missing().stream().map(missing -> "snapshot: missing " + missing)).toList())
                .orElse(List.of());
    }

    /**
     * What the last run came to, whichever process it ran in.
     *
     * @param found  how many agents and versions there were, and how many of them were new or others
     * @param report the file that tells what has changed; empty where nothing had
     * @param changes how many versions were {@code new}, {@code changed} or {@code gone}, and agents' live versions others: {@code published}
     * @param missing what could not be copied
     * @param complete when a run last copied everything; empty: never
     */
    public record Last(Instant finished, boolean isComplete, String found, Optional<String> report, Map<String, Integer> changes, int missing,
            int warnings, Optional<Instant> complete) {
    }

    /** Empty before the first one. */
    public Optional<Last> last() {
        return lastRun().map(run -> new Last(run.finished(), run.missing().isEmpty(), run.found(), run.report(), run.changes(), run.missing().size(),
                run.warnings().size(), run.complete()));
    }

    private Optional<LastRun> lastRun() {
        return LastRun.read(lastRunFile());
    }

    private Path lastRunFile() {
        return snapshots.resolve("last-run.json");
    }
}
